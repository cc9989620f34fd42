import Model
import Testing

struct UnchangedLinesTests {
    private static let diff = """
        @@ -8,6 +8,8 @@ section
         line 8
         line 9
        -line 10
        +line 10 anew
        +added
        +added too
         line 11
         line 12
         line 13
        @@ -29,4 +31,3 @@
         line 29
         line 30
        -line 31
         line 32
        \\ No newline at end of file

        """

    @Test(arguments: [
        (1, 1), (9, 9), (11, 13), (13, 15), (20, 22), (30, 32), (32, 33), (100, 101),
    ])
    func anUnchangedLineHasBothNumbers(old: Int, new: Int) throws {
        let lines = try #require(UnchangedLines(diff: Self.diff))
        let both = Position.Line(old: old, new: new)
        #expect(try lines.completing(#require(Position.Line(old: old, new: nil))) == both)
        #expect(try lines.completing(#require(Position.Line(old: nil, new: new))) == both)
    }

    @Test func whatTheDiffAddsAndRemovesStaysAsItIs() throws {
        let lines = try #require(UnchangedLines(diff: Self.diff))
        for line in [
            Position.Line(old: 10, new: nil), Position.Line(old: 31, new: nil), Position.Line(old: nil, new: 10),
            Position.Line(old: nil, new: 11), Position.Line(old: nil, new: 12), Position.Line(old: 3, new: 7),
            Position.Line(old: nil, new: .max), Position.Line(old: nil, new: -1),
        ] {
            let line = try #require(line)
            #expect(lines.completing(line) == line)
        }
    }

    @Test func aNewFileHasNoUnchangedLine() throws {
        let lines = try #require(UnchangedLines(diff: "@@ -0,0 +1,2 @@\n+a\n+b\n"))
        let second = try #require(Position.Line(old: nil, new: 2))
        #expect(lines.completing(second) == second)
    }

    @Test(arguments: ["Binary files a/x and b/x differ\n", "@@ nothing @@\n+a\n", "@@ -9 +9 @@\n-a\n@@ -1 +1 @@\n-b\n"])
    func whatIsNoDiffTellsNothing(diff: String) {
        #expect(UnchangedLines(diff: diff) == nil)
    }
}
