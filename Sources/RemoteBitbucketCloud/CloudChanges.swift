import Model
import RemoteREST

/// `changes` of an update: old and new value by the field's name. Which fields there are the documentation leaves open.
struct CloudChanges: Decodable, Sendable {
    private var fields: [String: Change]

    /// The fields that have changed, `status` among them.
    var names: Set<String> { Set(fields.keys) }

    private enum Change: Decodable, Sendable {
        case values(old: String?, new: String?)
        case people(added: [PersonDraft], removed: [PersonDraft])
        case other

        private enum CodingKeys: String, CodingKey {
            case old
            case new
            case added
            case removed
        }

        init(from decoder: any Decoder) throws {
            guard let container = try? decoder.container(keyedBy: CodingKeys.self) else {
                self = .other
                return
            }
            if container.contains(.added) || container.contains(.removed) {
                func people(_ key: CodingKeys) -> [PersonDraft] {
                    ((try? container.decode([CloudUser?].self, forKey: key)) ?? []).people
                }
                self = .people(added: people(.added), removed: people(.removed))
            } else if container.contains(.old) || container.contains(.new) {
                self = .values(old: Self.text(container, .old), new: Self.text(container, .new))
            } else {
                self = .other
            }
        }

        private static func text(_ container: KeyedDecodingContainer<CodingKeys>, _ key: CodingKeys) -> String? {
            if let text = try? container.decode(String.self, forKey: key) { return text.withoutNUL }
            if let flag = try? container.decode(Bool.self, forKey: key) { return flag ? "true" : "false" }
            return (try? container.decode(Branch.self, forKey: key))?.branch.name.withoutNUL
        }

        private struct Branch: Decodable {
            var branch: Name

            enum CodingKeys: String, CodingKey {
                case branch
            }

            struct Name: Decodable {
                var name: String

                enum CodingKeys: String, CodingKey {
                    case name
                }
            }
        }
    }

    init(from decoder: any Decoder) throws {
        fields = try decoder.singleValueContainer().decode([String: Change].self)
    }

    func tell(_ story: inout CloudStory) {
        for (name, change) in fields.sorted(by: { $0.key < $1.key }) where name != "status" && name != "state" {
            switch change {
            case .people(let added, let removed) where name == "reviewers":
                for person in added {
                    story.add("added:\(person.identifier)", .reviewRequested(.person(person)))
                }
                for person in removed {
                    story.add("removed:\(person.identifier)", .reviewRequestRemoved(.person(person)))
                }
            case .values(let old, let new): story.add(name, Self.event(name, old, new))
            case .people, .other: story.addUnknown(name)
            }
        }
    }

    private static func event(_ name: String, _ old: String?, _ new: String?) -> TimelineEvent {
        switch (name, old, new) {
        case ("title", let old?, let new?): .renamed(from: old, to: new)
        case ("description", _, _): .descriptionChanged
        case ("draft", _, "true"): .convertedToDraft
        case ("draft", _, "false"): .readyForReview
        case ("destination", let old?, let new?), ("target_branch", let old?, let new?):
            .targetBranchChanged(from: old, to: new, automatically: false)
        default: .fieldChanged(name: name.inOneLine, from: old?.unlessEmpty, to: new?.unlessEmpty)
        }
    }
}
