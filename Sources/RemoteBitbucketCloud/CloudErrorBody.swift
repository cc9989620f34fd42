import Foundation
import Remote
import RemoteREST

/// What Bitbucket says of a refusal: `{ "error": { "message", "detail" } }`.
struct CloudErrorBody: Decodable, Sendable {
    /// Scopes that the request needs and the credential does not have.
    var missingScopes: [String] = []

    private enum CodingKeys: String, CodingKey {
        case error
    }

    private enum ErrorKeys: String, CodingKey {
        case detail
    }

    private enum DetailKeys: String, CodingKey {
        case required
        case granted
    }

    init(from decoder: any Decoder) throws {
        let error = try decoder.container(keyedBy: CodingKeys.self)
            .nestedContainer(keyedBy: ErrorKeys.self, forKey: .error)
        let detail = try error.nestedContainer(keyedBy: DetailKeys.self, forKey: .detail)
        let required = try detail.decode([String].self, forKey: .required)
        let granted = (try? detail.decode([String].self, forKey: .granted)) ?? []
        // Somebody else's text that ends up in a message.
        missingScopes = required.filter { !granted.contains($0) && Self.isScope($0) }.prefix(8).map { $0 }
    }

    private static func isScope(_ text: String) -> Bool {
        (1...60).contains(text.utf8.count)
            && text.utf8.allSatisfy { (97...122).contains($0) || ":-_".utf8.contains($0) }
    }

    /// The scopes that a refusal names; none where it names none.
    static func missingScopes(in body: some Sequence<UInt8>) -> [String] {
        (try? JSONDecoder().decode(Self.self, from: Data(body)))?.missingScopes ?? []
    }
}

extension CloudErrorBody {
    /// Names of commits that a request has named and that there are none of: `{ "error": { "data": { "shas" } } }`.
    static func unknownCommits(in body: [UInt8]) -> [String] {
        struct Body: Decodable {
            var error: Failure

            struct Failure: Decodable {
                var data: Commits

                struct Commits: Decodable {
                    var shas: [String]
                }
            }
        }
        return (try? JSONDecoder().decode(Body.self, from: Data(body)))?.error.data.shas.prefix(100).map { $0 } ?? []
    }
}

/// Why something may not be read, in words for a person.
enum CloudRefusal {
    static func words(status: Int, scopes: [String]) -> String {
        switch (status, scopes.count) {
        case (_, 1): "the credential lacks the scope \(scopes[0])"
        case (_, 2...): "the credential lacks the scopes \(scopes.joined(separator: ", "))"
        case (401, _): "this kind of credential is not taken there"
        default: "the credential's account may not see it"
        }
    }
}

extension SourceAnswer {
    /// The body of a success; a refusal for want of a scope names the scope.
    func reading(_ what: String) throws(SourceFault) -> [UInt8] {
        if status == 403 {
            let scopes = CloudErrorBody.missingScopes(in: body)
            guard scopes.isEmpty else {
                throw .remote(
                    .forbidden(what: "\(what) (\(CloudRefusal.words(status: status, scopes: scopes)))"))
            }
        }
        return try successful(what)
    }
}
