import Foundation
import RemoteREST

/// Why the server has answered 401 or 403. It has 401 for both a credential it does not take and a right that is
/// missing; only the exception's name tells them apart.
enum BitbucketServerRefusal: Sendable, Hashable {
    /// Whoever asks is known and may not.
    case missingRight
    /// Whoever asks is known, and may not use the server at all.
    case noAccess
    /// The user name and password or the token are wrong, expired or revoked, or are not taken in this form.
    case credential
    /// The answer does not say.
    case untold

    init(_ body: [UInt8]) {
        let answer = try? JSONDecoder().decode(Answer.self, from: Data(body.prefix(65_536)))
        let names = (answer?.errors ?? []).compactMap { $0?.exceptionName?.split(separator: ".").last }
        self =
            if names.contains("AuthorisationException") {
                .missingRight
            } else if names.contains("NoAccessAuthenticationException") {
                .noAccess
            } else if names.contains(where: { $0.hasSuffix("AuthenticationException") })
                || names.contains("AuthenticationRequiredException")
            {
                .credential
            } else {
                .untold
            }
    }

    private struct Answer: Decodable {
        var errors: [Fault?]?
    }

    private struct Fault: Decodable {
        var exceptionName: String?
    }

    /// Whether the same secret may be taken in another form.
    var maySignInOtherwise: Bool { self == .credential || self == .untold }
}
