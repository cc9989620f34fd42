import Foundation
import Model
import Remote
import RemoteREST

/// Labels for what issues have instead: kinds and priorities, which are fixed, components and versions, which are lists
/// of the repository. Scoped labels (`priority::major`) exclude each other, as the values do.
struct CloudLabels: Decodable, Sendable {
    private var components: CloudPage<Named>?
    private var versions: CloudPage<Named>?

    private struct Named: Decodable, Sendable {
        var name: String

        enum CodingKeys: String, CodingKey {
            case name
        }
    }

    enum CodingKeys: String, CodingKey {
        case components
        case versions
    }

    /// None where there are no issues.
    static func map(_ payload: [UInt8]) throws(RemoteError) -> MappedPage {
        let lists: Self = try JSONText.decode(payload, what: "the components and versions")
        guard let components = lists.components else { return MappedPage() }
        var page = MappedPage(drafts: CloudLabel.fixed.map { .label($0) })
        for (list, title, color) in [
            (components, CloudLabel.component, "#5843ad"), (lists.versions, CloudLabel.version, "#0033cc"),
        ] {
            guard let (rows, exceptions) = list?.read(.label) else { continue }
            page.exceptions += exceptions
            page.drafts += rows.compactMap { title($0.name) }.map { .label(CloudLabel.draft($0, color)) }
        }
        return page
    }
}

enum CloudLabel {
    /// The kinds with the colors GitLab's importer gives them (`bitbucket_import/importers/repository_importer.rb`),
    /// and the priorities from grey to red.
    static let fixed: [LabelDraft] =
        [
            ("bug", "#ff0000"), ("enhancement", "#428bca"), ("proposal", "#69d100"), ("task", "#7f8c8d"),
        ].map { draft($0.0, $0.1) }
        + [
            ("trivial", "#c0c0c0"), ("minor", "#f0ad4e"), ("major", "#ed9121"), ("critical", "#d9534f"),
            ("blocker", "#cc0033"),
        ].compactMap { name, color in priority(name).map { draft($0, color) } }

    static func draft(_ title: String, _ color: String) -> LabelDraft {
        LabelDraft(sourceKey: SourceKey(title), title: title, description: nil, color: color)
    }

    static func priority(_ name: String?) -> String? { scoped("priority", name) }
    static func component(_ name: String?) -> String? { scoped("component", name) }
    static func version(_ name: String?) -> String? { scoped("version", name) }

    private static func scoped(_ scope: String, _ name: String?) -> String? {
        name?.unlessEmpty.map { "\(scope)::\($0.withoutNUL)" }
    }

    /// How a field's values are called as labels; `nil` for fields that are none.
    static func ofField(_ name: String) -> ((String?) -> String?)? {
        switch name {
        case "kind": { $0 }
        case "priority": priority
        case "component": component
        case "version": version
        default: nil
        }
    }
}
