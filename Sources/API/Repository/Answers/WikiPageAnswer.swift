/// A page of a wiki (GitLab's `WikiPageBasic`), with its content where asked for (`WikiPage`).
struct WikiPageAnswer: Entity {
    var page: WikiPage
    var content: [UInt8]?

    func write(_ object: inout JSONObject) {
        object.add("format", page.format)
        object.add("slug", page.slug)
        object.add("title", page.title)
        guard let content else { return }
        // Front matter stays in the content, whole, instead of being taken apart.
        object.add("content", String(decoding: content, as: UTF8.self))
        object.add("front_matter") { _ in }
        object.add("encoding", "UTF-8")
    }
}
