import Foundation
import HTTPTypes
import Testing

@testable import API

/// File names and requests nobody honest would send.
struct HostileFileTests {
    @Test(arguments: [
        "../../etc/passwd", "..\\..\\boot.ini", "a\r\nSet-Cookie: a=b", "say \"hi\".png", "gpj.\u{202E}exe", "..", ".",
        "a\u{0}b.png", "x\u{2066}y\u{2069}.pdf",
    ])
    func aFileNameStaysAFileName(name: String) {
        for field in [ContentDisposition.inline(name), ContentDisposition.attachment(name)] {
            #expect(!field.contains { $0.isNewline } && !field.contains("/") && !field.contains("\\"))
            #expect(field.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) })
            #expect(!field.contains("%2F") && !field.contains("%5C") && !field.contains("%0A"))
            // The two marks and the two of the isolated direction, in UTF-8.
            #expect(!field.contains("%E2%80%AE") && !field.contains("%E2%81%A6"))
            #expect(field.filter { $0 == "\"" }.count == 2)
            #expect(!field.contains("filename=\"..\"") && !field.contains("filename=\".\""))
        }
    }

    @Test(arguments: [
        ("bytes=0-0", ByteRange.part(0..<1)), ("bytes=-1", .part(9..<10)), ("bytes=5-", .part(5..<10)),
        ("bytes=0-999999999999999999", .part(0..<10)), ("bytes=10-", .unsatisfiable), ("bytes=-0", .unsatisfiable),
        ("bytes=-999999999999999999", .part(0..<10)), ("bytes=9223372036854775807-", .whole), ("bytes=5-2", .whole),
        ("bytes=0-1,2-3,4-5", .whole), ("bytes=-", .whole), ("bytes=--1", .whole), ("bytes=+1-2", .whole),
        ("bytes=0-99999999999999999999", .whole), ("items=0-1", .whole), ("bytes=０-１", .whole),
    ])
    func aRangeIsWithinTheFileOrNone(text: String, range: ByteRange) {
        #expect(ByteRange([.range: text], size: 10, tag: "\"a\"") == range)
    }

    @Test func anEmptyFileHasNoRanges() {
        #expect(ByteRange([.range: "bytes=0-0"], size: 0, tag: "\"a\"") == .unsatisfiable)
        #expect(ByteRange([.range: "bytes=-5"], size: 0, tag: "\"a\"") == .unsatisfiable)
    }
}
