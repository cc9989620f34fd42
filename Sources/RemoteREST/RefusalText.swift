import Foundation
public import Outbound

/// What a source says of a refusal, fit to be shown to whoever named its address.
///
/// Only what is in the form of the source's own errors: whoever may start imports must not read by their messages what
/// other servers in this network answer.
public enum RefusalText {
    private static let limit = 4096

    /// The body of an error as it came, cut, and without the secret should the source repeat it.
    ///
    /// - Parameter member: the member of the body's object that makes it an error of this source.
    public static func of(_ body: some Sequence<UInt8>, naming member: String, without secret: Secret) -> String {
        let bytes = Data(body.prefix(limit * 4))
        guard let object = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any], object[member] != nil
        else {
            return "the answer is not one of its API"
        }
        let text = String(decoding: bytes.prefix(limit), as: UTF8.self)
        return secret.withUnsealed { $0.isEmpty ? text : text.replacing($0, with: "[redacted]") }
    }
}
