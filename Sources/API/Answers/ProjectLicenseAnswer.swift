import Model
import Store

/// A project's licence, which is shown to whoever asks for it and may read the code.
enum ProjectLicenseShown: Sendable {
    case notAsked
    /// `nil` where the project has none.
    case asked(ProjectSettings.License?)

    func write(_ object: inout JSONObject, of project: Project, webURL: String) {
        guard case .asked(let license) = self else { return }
        let file = license?.path.flatMap { path in
            project.defaultBranch.map { branch in
                let parts = "\(branch)/\(path)".split(separator: "/").map { NestedForm.escape(String($0)) }
                return "\(webURL)/-/blob/\(parts.joined(separator: "/"))"
            }
        }
        object.add("license_url", file)
        object.add("license", license.map { ProjectLicenseAnswer(license: $0) })
    }
}

/// A licence as GitLab's project answers have it (`LicenseBasic`).
private struct ProjectLicenseAnswer: Entity {
    var license: ProjectSettings.License

    func write(_ object: inout JSONObject) {
        object.add("key", license.key)
        object.add("name", license.name)
        object.null("nickname")
        object.add("html_url", license.key == "other" ? nil : "http://choosealicense.com/licenses/\(license.key)/")
        object.null("source_url")
    }
}
