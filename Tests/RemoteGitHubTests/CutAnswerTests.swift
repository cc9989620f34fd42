import RemoteREST
import Testing

/// A part of an answer is asked for again; an answer to something else is not.
struct CutAnswerTests {
    @Test(arguments: ["{", #"{"a":[1,{"b":"}"#, "[[[", #" {"a":"b\"}]"#, #"{"a":1},{"#, #"["}]"#])
    func aBodyThatEndsTooEarlyIsCut(body: String) {
        #expect(JSONText.isCut(body.utf8))
    }

    @Test(arguments: ["", "<html>{", "{}", "oops {", #"{"a":"\\"}"#, "[{}]]", "}", "[[[[]]]]"])
    func aBodyThatIsWholeOrNoneIsNotCut(body: String) {
        #expect(!JSONText.isCut(body.utf8))
    }

    /// Every beginning of an answer but the whole of it.
    @Test func everyBeginningOfAnAnswerIsCut() {
        let answer = Array(#" [{"values":["a\"b]","\\"],"size":-1.5e3,"next":null},{"isLastPage":true}]"#.utf8)
        for length in 2..<answer.count { #expect(JSONText.isCut(answer.prefix(length)), "\(length)") }
        #expect(!JSONText.isCut(answer))
    }
}
