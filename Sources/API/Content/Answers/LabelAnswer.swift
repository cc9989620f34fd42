import Model
import Store

/// A label inside an issue or merge request (GitLab's `LabelBasic`).
struct LabelBasicAnswer: Entity {
    var label: Label

    func write(_ object: inout JSONObject) {
        object.add("id", label.id)
        object.add("name", label.title)
        object.add("description", label.description)
        object.add("description_html", escapedForHTML(label.description ?? ""))
        object.add("text_color", label.textColor)
        object.add("color", label.color)
        object.add("archived", false)
    }
}

/// A project's label (GitLab's `ProjectLabel`).
struct LabelAnswer: Entity {
    var label: Label
    /// Set where `with_counts` was asked for.
    var counts: LabelCounts?

    func write(_ object: inout JSONObject) {
        LabelBasicAnswer(label: label).write(&object)
        if let counts {
            object.add("open_issues_count", counts.openIssues)
            object.add("closed_issues_count", counts.closedIssues)
            object.add("open_merge_requests_count", counts.openMergeRequests)
        }
        object.add("subscribed", false)
        object.null("priority")
        object.add("is_project_label", true)
    }
}

/// Labels' descriptions are one line without markup: their HTML is the text itself.
private func escapedForHTML(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
}
