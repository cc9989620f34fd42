import Model
import RemoteREST

/// `properties.reactions`: everybody who has reacted to a comment in one way.
struct BitbucketServerReaction: Decodable, Sendable {
    var emoticon: Emoticon
    var users: [BitbucketServerUser?]?

    enum CodingKeys: String, CodingKey {
        case emoticon
        case users
    }

    struct Emoticon: Decodable, Sendable {
        var shortcut: String

        enum CodingKeys: String, CodingKey {
            case shortcut
        }
    }

    /// - Parameter moment: of the comment's last change: the server does not say when somebody has reacted.
    func mapped(on target: ReactionTarget, at moment: Timestamp, _ url: String) -> MappedPage {
        let key = "\(target.key) \(emoticon.shortcut.inOneLine)"
        guard let name = Self.name(emoticon.shortcut) else {
            return MappedPage(exceptions: [
                ImportException(
                    kind: .reaction, sourceKey: SourceKey(key), sourceURL: url, outcome: .skipped,
                    reason: "its emoji \(emoticon.shortcut.inOneLine) is none that GitLab could know by that name")
            ])
        }
        return MappedPage(
            drafts: (users ?? []).people.map { person in
                .reaction(
                    ReactionDraft(
                        sourceKey: SourceKey("\(key) \(person.identifier)"), target: target, name: name,
                        author: person, createdAt: moment))
            })
    }

    /// GitLab's name of an emoji: most are the same.
    static func name(_ shortcut: String) -> String? {
        let plain = shortcut.lowercased().trimmingPrefix(":")
        let name = String(plain.hasSuffix(":") ? plain.dropLast() : plain[...])
        guard (1...64).contains(name.utf8.count),
            name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || "_+-".utf8.contains($0) })
        else { return nil }
        return names[name] ?? name
    }

    private static let names = [
        "+1": "thumbsup", "-1": "thumbsdown", "thinking_face": "thinking", "satisfied": "laughing",
        "slightly_smiling_face": "slight_smile", "slightly_frowning_face": "slight_frown", "hankey": "poop",
        "red_heart": "heart", "upside_down_face": "upside_down", "hugging_face": "hugging", "robot_face": "robot",
        "face_with_rolling_eyes": "rolling_eyes",
    ]
}

extension BitbucketServerComment {
    func reactions(on target: ReactionTarget, _ url: String) -> MappedPage {
        var page = MappedPage()
        let read = Lenient.read(properties?.reactions ?? [], kind: .reaction)
        page.exceptions += read.exceptions
        for reaction in read.values { page.append(reaction.mapped(on: target, at: updatedAt, url)) }
        // Where there are reactions, likes are among them.
        if properties?.reactions == nil, let likers = properties?.likedBy?.likers {
            let likes = BitbucketServerReaction(emoticon: .init(shortcut: "thumbsup"), users: likers)
            page.append(likes.mapped(on: target, at: updatedAt, url))
        }
        return page
    }
}
