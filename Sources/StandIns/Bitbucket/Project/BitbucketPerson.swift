/// An account, of a Bitbucket Server and of Bitbucket Cloud at once.
public struct BitbucketPerson: Sendable, Equatable {
    /// What the person logs in with and what mentions use on a Server; may have spaces and signs in it.
    public var name: String
    /// The name in a Server's addresses; everything of the sample names people by it.
    public var slug: String
    public var displayName: String
    public var email: String?
    /// The account's number on a Server.
    public var number: Int
    /// A service account, which a Server tells apart.
    public var isService = false
    public var isActive = true
    /// Deleted accounts stay on a Server as a name; Cloud says nobody wrote what they wrote.
    public var isDeleted = false

    public init(_ slug: String, name: String? = nil, displayName: String, email: String? = nil, number: Int) {
        self.slug = slug
        self.name = name ?? slug
        self.displayName = displayName
        self.email = email
        self.number = number
    }

    /// What Cloud knows the account by, with its braces.
    public var uuid: String { "{\(BitbucketNames.uuid("user", number))}" }
    /// Atlassian's id, which mentions on Cloud use: both forms there are.
    public var accountID: String {
        number.isMultiple(of: 2)
            ? "712020:\(BitbucketNames.uuid("account", number))"
            : String(BitbucketNames.uuid("account", number).replacing("-", with: "").prefix(24))
    }
    /// What Cloud calls the account where it must be short.
    public var nickname: String { slug.replacing("_", with: ".") }
}

/// Names that follow from numbers, so that a sample is the same in every run.
enum BitbucketNames {
    static func uuid(_ kind: String, _ number: Int) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(kind) \(number)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let first = hex(hash)
        let second = hex(hash &* 0x9e37_79b9_7f4a_7c15)
        let digits = Array(first + second)
        let parts = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
        return parts.map { String($0) }.joined(separator: "-")
    }

    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
