import Foundation
import RemoteREST
import Testing

struct WithoutNULTests {
    @Test(
        "Only what JSON reads as a NUL is left out",
        arguments: [
            (#"["a\u0000b"]"#, #"["ab"]"#), (#"["\\u0000"]"#, #"["\\u0000"]"#), (#"["\\\u0000"]"#, #"["\\"]"#),
            (#"["\u0000\u0000"]"#, #"[""]"#), (#"["\u00001"]"#, #"["1"]"#),
            (#"{"\u0000":"\u0001"}"#, #"{"":"\u0001"}"#),
            (#"["\"#, #"["\"#), ("", ""),
        ])
    func leftOut(payload: String, expected: String) {
        #expect(String(decoding: JSONText.withoutNUL(payload.utf8), as: UTF8.self) == expected)
    }
}
