import Model
import Testing

@Suite("Times")
struct TimestampTests {
    @Test(
        "Any number of milliseconds can be written as a time",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (.max, "292278994-08-17T07:12:55.807Z"),
            (.min, "-292275055-05-16T16:47:04.192Z"),
        ] as [(Int64, String)])
    func written(milliseconds: Int64, text: String) {
        let time = Timestamp(millisecondsSinceEpoch: milliseconds)
        #expect(time.iso8601 == text)
        #expect(text.hasPrefix(time.calendarDate.description))
    }

    @Test(
        "A time that no calendar of four digits has is none",
        arguments: [
            "9999-12-31T24:00:00Z", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:60Z", "0000-01-01T00:00:00+01:00",
            "2020-01-01T24:01:00Z",
        ])
    func outOfTheCalendar(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test("Midnight at the end of a day is the next day's")
    func midnight() {
        #expect(Timestamp(iso8601: "2020-01-01T24:00:00Z")?.iso8601 == "2020-01-02T00:00:00.000Z")
    }

    @Test("A time as far away as a source says is the last there is, and nothing overflows")
    func adding() {
        let time = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)
        #expect(time.adding(seconds: 1.5).millisecondsSinceEpoch == 1_700_000_001_500)
        for seconds in [Double.infinity, 1e300, 9.3e15] {
            #expect(time.adding(seconds: seconds).millisecondsSinceEpoch == .max)
        }
        for seconds in [-Double.infinity, -1e300] {
            #expect(time.adding(seconds: seconds).millisecondsSinceEpoch == .min)
        }
        #expect(time.adding(seconds: .nan) == time)
        let last = Timestamp(millisecondsSinceEpoch: .max), first = Timestamp(millisecondsSinceEpoch: .min)
        #expect(last.seconds(since: first) > 1.8e16 && first.seconds(since: last) < -1.8e16)
    }
}
