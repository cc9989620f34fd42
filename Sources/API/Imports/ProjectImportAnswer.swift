import Model

/// GitLab's `ProjectImportEntity`: what the import calls and their cancel answer (`app/serializers/project_import_entity.rb`).
struct ProjectImportAnswer: Entity {
    var project: Project
    /// The namespace's full name.
    var fullName: String
    var record: Import
    /// Set where the import lands elsewhere than was asked.
    var warning: String?

    func write(_ object: inout JSONObject) {
        object.add("id", project.id)
        object.add("name", project.name)
        object.add("full_path", "/\(project.fullPath)")
        object.add("full_name", "\(fullName) / \(project.name)")
        object.add("refs_url", "/\(project.fullPath)/refs")
        object.add("import_source", record.source.fullName)
        object.add("import_status", record.status)
        object.add("human_import_status_name", record.status)
        object.add("provider_link", "/\(record.source.fullName)")
        if let failure = record.failure { object.add("import_error", failure) }
        object.null("relation_type")
        object.add("import_warning", warning)
    }
}
