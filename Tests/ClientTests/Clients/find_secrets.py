"""Looks for texts in every value of a store, also inside of compressed ones. Usage: find_secrets.py STORE < NEEDLES.

NEEDLES is a JSON array of texts; values are searched as bytes. Prints each hit, and how many values were looked at.
"""

import json
import sqlite3
import sys
import zlib


def contents(value: object) -> list[bytes]:
    if isinstance(value, str):
        return [value.encode()]
    if not isinstance(value, bytes):
        return []
    try:
        return [value, zlib.decompress(value)]
    except zlib.error:
        return [value]


def main() -> None:
    needles = [needle.encode() for needle in json.load(sys.stdin)]
    store = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    store.text_factory = lambda data: data.decode(errors="replace")
    names = [row[0] for row in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    values = 0
    for name in names:
        for row in store.execute(f'SELECT * FROM "{name}"'):
            for content in (part for value in row for part in contents(value)):
                values += 1
                for needle in needles:
                    if needle in content:
                        print(f"HIT in {name}")
    print(f"{values} values")


main()
