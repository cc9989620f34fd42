import NIOCore
import Outbound
import Testing

@Suite struct JSONDepthTests {
    @Test(
        "JSON within the depth passes, deeper JSON is refused",
        arguments: [
            (#"{"a":[1,2,{"b":"]}}"}]}"#, 3, true), (#"{"a":[1,2,{"b":1}]}"#, 2, false), ("[[[[]]]]", 4, true),
            ("[[[[]]]]", 3, false), (#"["\"[[[[[[", "\\"]"#, 1, true), ("1", 0, true), ("", 0, true), ("[]", 0, false),
        ])
    func depth(text: String, limit: Int, passes: Bool) {
        let result = Result { try JSONDepth.check(ByteBuffer(string: text), limit: limit) }
        #expect(((try? result.get()) != nil) == passes)
    }

    @Test("A bomb of brackets is refused without recursion")
    func bomb() {
        let bomb = ByteBuffer(string: String(repeating: "[", count: 1_000_000))
        #expect(throws: JSONDepth.TooDeep.self) { try JSONDepth.check(bomb) }
    }

    @Test("A list of millions of nothings is refused before anything is made of it; long texts are not")
    func crowd() {
        let crowd = ByteBuffer(string: "[" + String(repeating: "{},", count: 100_000) + "{}]")
        #expect(throws: JSONDepth.TooDeep.elements(50_000)) { try JSONDepth.check(crowd) }
        let row = "[" + String(repeating: "{},", count: 40_000) + "{}]"
        let crowds = ByteBuffer(string: "[" + Array(repeating: row, count: 30).joined(separator: ",") + "]")
        #expect(throws: JSONDepth.TooDeep.values(2_000_000)) { try JSONDepth.check(crowds) }
        #expect(JSONDepth.isWithinBounds(ByteBuffer(string: "[\"" + String(repeating: "{},", count: 100_000) + "\"]")))
    }
}
