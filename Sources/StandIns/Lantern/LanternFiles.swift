/// Contents of the sample project's files, in the versions its commits brought.
enum LanternFiles {
    static let readme = """
        # Lantern

        Lantern switches the lights of a harbour on at dusk and off at dawn, and tells you when a lamp is out.

        ## Install

            pip install harbour-lantern

        ## Use

        Write a `lantern.toml` with your lamps and run `lantern watch`.

        ## License

        MIT

        """

    static let readmeWithFog = readme.replacing(
        "## License", with: "In fog, `lantern horn` sounds every minute.\n\n## License")

    static let lamp = """
        \"\"\"A lamp and the relay that switches it.\"\"\"


        class Lamp:
            def __init__(self, name, relay):
                self.name = name
                self.relay = relay
                self.lit = False

            def switch(self, on):
                self.relay.write(on)
                self.lit = on

            def __repr__(self):
                return f"Lamp({self.name})"

        """

    /// The first attempt at retries: sleeps between them.
    static let lampWithSleepingRetry = lamp.replacing(
        """
                self.relay.write(on)
                self.lit = on
        """,
        with: """
                    for attempt in range(5):
                        try:
                            self.relay.write(on)
                            break
                        except RelayError:
                            time.sleep(2 ** attempt)
                    self.lit = on
            """)

    /// What was merged: the scheduler tries again.
    static let lampWithRetry = lamp.replacing(
        """
                self.relay.write(on)
                self.lit = on
        """,
        with: """
                    try:
                        self.relay.write(on)
                    except RelayError as error:
                        raise LampOut(self.name) from error
                    self.lit = on
            """)

    static let lampWithReport = lampWithRetry.replacing(
        """
            def __repr__(self):
        """,
        with: """
                def report(self):
                    current = self.relay.current()
                    return {"name": self.name, "lit": self.lit, "broken": self.lit and current < 0.1}

                def __repr__(self):
            """)

    static let schedule = """
        \"\"\"When the lights go on and off.\"\"\"

        from datetime import timedelta

        from lantern.sun import dusk, dawn


        def next_switch(now, place):
            \"\"\"The next moment to switch, and whether on or off.\"\"\"
            evening = dusk(now, place)
            morning = dawn(now, place)
            if now < morning:
                return morning, False
            if now < evening:
                return evening, True
            return dawn(now + timedelta(days=1), place), False


        def should_be_lit(now, place):
            return now < dawn(now, place) or now > dusk(now, place)

        """

    static let scheduleWithPolar = schedule.replacing(
        """
            evening = dusk(now, place)
            morning = dawn(now, place)
            if now < morning:
        """,
        with: """
                evening = dusk(now, place)
                morning = dawn(now, place)
                if evening is None:
                    # Midnight sun or polar night: look again at noon.
                    return now + timedelta(hours=12), should_be_lit(now, place)
                if now < morning:
            """)

    static let scheduleInclusive = scheduleWithPolar.replacing(
        "now > dusk(now, place)", with: "now >= dusk(now, place)")

    static let sun = """
        \"\"\"Dusk and dawn by the sunrise equation.\"\"\"

        from math import acos, cos, radians, sin


        def dusk(day, place):
            return _crossing(day, place, evening=True)


        def dawn(day, place):
            return _crossing(day, place, evening=False)

        """

    static let horn = """
        \"\"\"The fog horn: four seconds in every sixty.\"\"\"

        PERIOD = 60
        BLAST = 4


        def is_sounding(second):
            return second % PERIOD < BLAST


        def describe():
            return f"one blast of {BLAST} s every {PERIOD} s"

        """

    static let config = """
        # Lamps of the east pier
        [place]
        latitude = 53.57
        longitude = 8.55

        [[lamp]]
        name = "east-pier-red"
        relay = "gpio:17"

        [[lamp]]
        name = "east-pier-green"
        relay = "gpio:27"

        """

    static let configWithModbus =
        config + """

            [[lamp]]
            name = "breakwater-white"
            relay = "modbus:/dev/ttyUSB0?unit=4"

            """

    static let tests = """
        from lantern.schedule import should_be_lit


        def test_dark_at_midnight(harbour):
            assert should_be_lit(harbour.midnight, harbour.place)


        def test_light_at_noon(harbour):
            assert not should_be_lit(harbour.noon, harbour.place)

        """

    static let modbus = """
        \"\"\"Relays on a Modbus line.\"\"\"

        from lantern.errors import RelayError


        class ModbusRelay:
            def __init__(self, line, unit):
                self.line = line
                self.unit = unit

            def write(self, on):
                answer = self.line.write_coil(self.unit, 0, on)
                if answer is None:
                    raise RelayError(f"unit {self.unit} does not answer")

        """

    static let workflow = """
        name: test
        on: [push, pull_request]
        jobs:
          test:
            runs-on: ubuntu-22.04
            steps:
              - uses: actions/checkout@v3
              - run: python -m pytest

        """

    static let contributing = """
        # How to help

        1. Say what you want to change in an issue.
        2. Run `python -m pytest` before you push.
        3. Keep pull requests small: a lamp at a time.

        """
}
