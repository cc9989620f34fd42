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
        object.add("import_source", importSource)
        object.add("import_status", record.status)
        object.add("human_import_status_name", record.status)
        object.add("provider_link", record.source.kind == .bitbucketServer ? importSource : "/\(importSource)")
        if let failure = record.failure { object.add("import_error", failure) }
        object.null("relation_type")
        object.add("import_warning", warning)
    }

    /// `owner/name`; of Bitbucket Server the address of the repository's page (`links.self`), as GitLab keeps it.
    private var importSource: String {
        let source = record.source
        let parts = source.fullName.split(separator: "/", maxSplits: 1).map(String.init)
        guard source.kind == .bitbucketServer, parts.count == 2 else { return source.fullName }
        let place = parts[0].hasPrefix("~") ? "users/\(parts[0].dropFirst())" : "projects/\(parts[0])"
        return "\(source.webOrigin)/\(place)/repos/\(parts[1])/browse"
    }
}
