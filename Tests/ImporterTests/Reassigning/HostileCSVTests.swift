import Testing

@testable import Importer

/// Names are a stranger's choice, and a spreadsheet runs what looks like a formula.
struct HostileCSVTests {
    @Test(arguments: [
        "=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r\n=1", "=\u{301}1", "\u{FEFF}=1", "\u{200B}=1", "\u{FF1D}1",
        "\u{0}=1", ";=1",
    ])
    func whatASpreadsheetWouldRunIsText(name: String) {
        #expect(CSVTable.harmless(name) == "'" + name)
        #expect(CSVTable.harmless("Ada \(name)") == "Ada \(name)")
    }

    @Test(arguments: [
        "a\r\nb", "a\"\u{301}b", "\"\"", "a,b", "a\nb", "a\rb", " a", "\"\u{20D0}\r\n,", "plain", "", "a\u{0}b", "😀,\"",
    ])
    func everyFieldComesBackAsItWas(field: String) throws {
        let line = CSVTable.line([field, "second", field])
        let table = try #require(CSVTable(line))
        #expect(table.rows == [[field, "second", field]])
    }

    @Test func aNameCannotBecomeALineOfItsOwn() throws {
        let text = PlaceholderCSV.headerLine + CSVTable.line(["h\r\nhttps://x,github,1,,,root,", "\"\u{301}\n\"", "3"])
        #expect(try #require(CSVTable(text)).rows.count == 2)
    }

    @Test func fiftyThousandLinesAreReadAndOneMoreIsRefused() throws {
        let line = CSVTable.line(["https://github.com", "github", "1", "n", "u", "", ""])
        let most = PlaceholderCSV.headerLine + String(repeating: line, count: 50_000)
        #expect(try PlaceholderCSV.lines(most).count == 50_000)
        #expect(throws: PlaceholderCSV.Problem.self) { try PlaceholderCSV.lines(most + line) }
    }
}
