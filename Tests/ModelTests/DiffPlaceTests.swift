import Model
import Testing

@Suite("Places in diffs")
struct DiffPlaceTests {
    private static let diff = """
        @@ -1,3 +1,3 @@ title
         one
        -two
        +deux
         three
        @@ -10,2 +10,3 @@
         ten
        +eleven
        \\ No newline at end of file

        """

    @Test(
        "a line is found by how far below the first @@ it is",
        arguments: [
            (1, 1, 1), (2, 2, nil), (3, nil, 2), (4, 3, 3), (6, 10, 10), (7, nil, 11),
        ] as [(Int, Int?, Int?)])
    func lines(_ place: Int, _ old: Int?, _ new: Int?) {
        #expect(DiffPlace.line(at: place, in: Self.diff) == Position.Line(old: old, new: new))
    }

    @Test("headers, marks and places beyond the diff are no lines", arguments: [-1, 0, 5, 8, 9, 100])
    func noLines(_ place: Int) {
        #expect(DiffPlace.line(at: place, in: Self.diff) == nil)
    }

    @Test("lines that end in CR LF count once")
    func carriageReturns() {
        let diff = "@@ -1 +1 @@\r\n-a\r\n+b\r\n"
        #expect(DiffPlace.line(at: 2, in: diff) == Position.Line(old: nil, new: 1))
    }

    @Test("what is no diff has no lines", arguments: ["", "@@", "@@ -x +1 @@\n a", "Binary files differ"])
    func noDiff(_ text: String) {
        #expect(DiffPlace.line(at: 1, in: text) == nil)
    }
}
