import Model

/// `GET /repositories/:id/labels`: a label.
struct GitHubLabel: GitHubRow {
    static let kind = ObjectKind.label
    static let path = "labels"

    var id: Int64
    var name: String
    var color: String?
    var description: String?

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case color
        case description
    }

    func mapped() -> MappedPage {
        let key = SourceKey(id)
        let isColor = color.map { $0.utf8.count == 6 && $0.allSatisfy { $0.isASCII && $0.isHexDigit } } ?? false
        let draft = LabelDraft(
            sourceKey: key, title: name.withoutNUL,
            description: description.flatMap { $0.isEmpty ? nil : $0.withoutNUL },
            color: isColor ? "#" + (color ?? "").lowercased() : Self.grey)
        var page = MappedPage(drafts: [.label(draft)])
        if !isColor {
            page.exceptions.append(
                ImportException(
                    kind: .label, sourceKey: key, sourceURL: nil, outcome: .degraded,
                    reason: "its color is no color; GitHub's grey is taken"))
        }
        return page
    }

    /// What GitHub gives to labels nobody chose a color for.
    private static let grey = "#ededed"
}

/// A label as issues and pull requests name it: an object, or for old rows only its name.
struct GitHubLabelName: Decodable, Sendable {
    var name: String

    enum CodingKeys: String, CodingKey {
        case name
    }

    init(from decoder: any Decoder) throws {
        if let name = try? decoder.singleValueContainer().decode(String.self) {
            self.name = name.withoutNUL
        } else {
            name = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .name).withoutNUL
        }
    }
}
