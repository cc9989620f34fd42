/// `/close` at the beginning of a line is an order to GitLab, should the text be saved there again. Only words that are
/// orders are escaped, so that paths stay as they are.
extension RunRules {
    mutating func quickAction() {
        guard run.plainByte(0) == UInt8(ascii: "/") else { return }
        let end = run.end(from: 1, while: \.isWord)
        if let behind = run.byte(end), !behind.isSpace { return }
        if Self.quickActions.contains(run.string(1..<end).lowercased()) { escape(0) }
    }

    /// GitLab's documentation, "GitLab quick actions", with the aliases its code knows.
    static let quickActions: Set<String> = [
        "add_child", "add_contacts", "add_email", "add_parent", "approve", "assign", "assign_reviewer", "award",
        "blocked_by", "blocks", "board_move", "cc", "checkin_reminder", "child_epic", "clear_health_status",
        "clear_weight", "clone", "close", "confidential", "convert_to_ticket", "copy_metadata", "create_merge_request",
        "done", "draft", "due", "duplicate", "epic", "estimate", "estimate_time", "health_status", "invite_email",
        "iteration", "label", "labels", "link", "lock", "mark_as_in_progress", "merge", "milestone", "move", "page",
        "parent_epic", "promote", "promote_to", "promote_to_incident", "publish", "react", "ready", "reassign",
        "reassign_reviewer", "rebase", "relabel", "relate", "remove_child", "remove_child_epic", "remove_contacts",
        "remove_due_date", "remove_email", "remove_epic", "remove_estimate", "remove_iteration", "remove_link",
        "remove_milestone", "remove_parent", "remove_parent_epic", "remove_reviewer", "remove_time_spent",
        "remove_zoom", "reopen", "request_changes", "request_review", "reviewer", "run_pipeline", "set_parent",
        "severity", "ship", "shrug", "spend", "spend_time", "spent", "start", "stop", "submit_review", "subscribe",
        "tableflip", "target_branch", "timeline", "title", "todo", "type", "unapprove", "unassign", "unassign_reviewer",
        "undraft", "unlabel", "unlink", "unlock", "unrelate", "unsubscribe", "weight", "wip", "zoom",
    ]
}
