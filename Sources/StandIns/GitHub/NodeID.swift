import Foundation

/// GitHub's global id of an object: what kind it is, in which repository, and its number.
struct NodeID: Sendable, Hashable {
    /// The raw value is the prefix GitHub gives the kind.
    enum Kind: String, Sendable {
        case repository = "R"
        case user = "U"
        case bot = "BOT"
        case organization = "O"
        case mannequin = "M"
        case issue = "I"
        case pullRequest = "PR"
        case comment = "IC"
        case review = "PRR"
        case thread = "PRRT"
        case reviewComment = "PRRC"
        case commitComment = "CC"
        case label = "LA"
        case milestone = "MI"
        case release = "RE"
        case asset = "RA"
        case reaction = "REA"
        case event = "EVE"
        case commit = "C"
        case ref = "REF"
        case rule = "BPR"
    }

    var kind: Kind
    var repository: Int
    var number: Int

    init(_ kind: Kind, in repository: Int, _ number: Int) {
        self.kind = kind
        self.repository = repository
        self.number = number
    }

    /// Reads an id; nil when it is none of ours.
    init?(_ text: String) {
        let parts = text.split(separator: "_", maxSplits: 1)
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])), parts[1].hasPrefix("kwDO") else {
            return nil
        }
        let base64 = parts[1].dropFirst(4).replacing("-", with: "+").replacing("_", with: "/")
        guard let data = Data(base64Encoded: String(base64)), data.count == 12 else { return nil }
        let repository = data.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        self.init(kind, in: repository, data.dropFirst(4).reduce(0) { $0 << 8 | Int($1) })
    }

    /// The id as GitHub writes them.
    var text: String {
        var bytes = Data()
        for shift in stride(from: 24, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: repository >> shift))
        }
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
        let base64 = bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        return "\(kind.rawValue)_kwDO\(base64)"
    }
}

extension SampleUser {
    /// The account's global id. Accounts belong to no repository.
    var nodeID: String {
        let kind: NodeID.Kind =
            switch self.kind {
            case .user: .user
            case .bot: .bot
            case .organization: .organization
            case .mannequin: .mannequin
            }
        return NodeID(kind, in: 0, id).text
    }

    /// GraphQL's login of a bot has no `[bot]`.
    var graphQLLogin: String {
        kind == .bot && login.hasSuffix("[bot]") ? String(login.dropLast(5)) : login
    }
}
