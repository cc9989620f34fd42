import Foundation
import Testing

@testable import API

/// Bodies of the largest size that is taken, made to keep the reader busy.
@Suite("Long forms")
struct LongFormTests {
    @Test(
        "A form of four times the elements takes four times as long to read, not sixteen",
        arguments: ["a[]&", "a[][]&"])
    func listsGrowEvenly(piece: String) {
        let clock = ContinuousClock()
        func seconds(_ count: Int) -> Duration {
            let form = String(repeating: piece, count: count)
            return (0..<3).map { _ in clock.measure { _ = NestedForm.parse(form) } }.min() ?? .zero
        }
        let short = seconds(8_000)
        #expect(seconds(32_000) < short * 10 + .milliseconds(200))
    }

    @Test("A list is read whole, in its order, however long it is")
    func longList() {
        let form = (0..<20_000).map { "a[b][]=\($0)" }.joined(separator: "&")
        guard case .object(let values)? = NestedForm.parse(form)["a"], case .array(let elements)? = values["b"] else {
            Issue.record("no list")
            return
        }
        #expect(elements == (0..<20_000).map { .string("\($0)") })
    }

    @Test("A boundary longer than RFC 2046 allows is none")
    func boundary() {
        let longest = String(repeating: "b", count: 70)
        #expect(MultipartForm.boundary(of: "multipart/form-data; boundary=\(longest)") == longest)
        #expect(MultipartForm.boundary(of: "multipart/form-data; boundary=\(longest)b") == nil)
    }
}
