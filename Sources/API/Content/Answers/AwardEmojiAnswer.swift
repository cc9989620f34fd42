import Model
import Store

/// A reaction (GitLab's `AwardEmoji`).
struct AwardEmojiAnswer: Entity {
    var award: AwardEmoji
    var user: User?
    var externalURL: String

    func write(_ object: inout JSONObject) {
        object.add("id", award.id)
        object.add("name", award.name)
        object.add("user", user.map { UserBasicAnswer(user: $0, externalURL: externalURL) })
        object.add("created_at", award.createdAt)
        // Nobody changes a reaction.
        object.add("updated_at", award.createdAt)
        object.add("awardable_id", award.awardable.id)
        object.add("awardable_type", award.awardable.kind)
        // Addresses are for emoji that an instance has of its own.
        object.null("url")
        object.addSourceAuthor(award.sourceAuthor)
    }
}
