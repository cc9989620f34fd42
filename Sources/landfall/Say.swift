import Foundation
import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes a line to standard output at once: what is followed live must not wait in a buffer. Sources' words may be in
/// it: nothing of them drives the terminal.
func say(_ text: String = "") {
    sayAsIs(PrintableText.of(text, keepingLines: true) + "\n")
}

/// Writes fields of a table, which are parted by tabs.
func say(fields: [String]) {
    sayAsIs(fields.map { PrintableText.of($0) }.joined(separator: "\t") + "\n")
}

/// Writes JSON, which means the same to whoever reads it.
func say(json: String) {
    sayAsIs(PrintableText.json(json) + "\n")
}

/// Writes the whole content of a file, as it is: on a terminal, without what would drive it.
func say(file content: String) {
    sayAsIs(isatty(STDOUT_FILENO) == 1 ? PrintableText.of(content, keepingLines: true) : content)
}

/// Writes what holds no word of a source any more that could do harm.
func sayAsIs(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
}
