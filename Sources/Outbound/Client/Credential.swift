import Foundation
public import HTTPTypes

/// Header fields that prove who asks. They go to the origin of the request they were given for and nowhere else.
public struct Credential: Sendable, Hashable {
    private let fields: [HTTPField.Name: Secret]

    private init(_ fields: [HTTPField.Name: Secret]) {
        self.fields = fields
    }

    /// `Authorization: Bearer …` (GitHub, Bitbucket access tokens).
    public static func bearer(_ token: Secret) -> Credential {
        Credential([.authorization: token.withUnsealed { Secret("Bearer \($0)") }])
    }

    /// `Authorization: Basic …` (git over HTTP, Bitbucket app passwords).
    public static func basic(user: String, _ password: Secret) -> Credential {
        let encoded = password.withUnsealed { Data("\(user):\($0)".utf8).base64EncodedString() }
        return Credential([.authorization: Secret("Basic \(encoded)")])
    }

    /// Any other header field that proves who asks (`PRIVATE-TOKEN`, the `header` of an LFS action).
    public static func header(_ name: HTTPField.Name, _ value: Secret) -> Credential {
        Credential([name: value])
    }

    /// Several fields at once.
    public static func headers(_ fields: [HTTPField.Name: Secret]) -> Credential {
        Credential(fields)
    }

    /// Writes the fields into the head of a request, over whatever was there.
    func seal(into headers: inout HTTPFields) {
        for (name, secret) in fields { secret.withUnsealed { headers[name] = $0 } }
    }

    /// The names of the fields, which are no secret.
    var names: Set<HTTPField.Name> { Set(fields.keys) }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `[redacted]`.
    public var description: String { "[redacted]" }
    /// Always `[redacted]`.
    public var debugDescription: String { "[redacted]" }
    /// Without children, so that `dump` and mirrors show nothing either.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
