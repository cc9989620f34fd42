/// Tells files that programs write from those that people write, by name alone: the part of linguist's rules, which
/// GitLab follows for `generated_file`, that needs no content.
public enum GeneratedFiles {
    /// Whether the name of the file says that a program wrote it.
    public static func isGenerated(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard let name = parts.last else { return false }
        if names.contains(String(name)) || suffixes.contains(where: { name.hasSuffix($0) }) { return true }
        return parts.dropLast().contains { directories.contains(String($0)) } || path.contains("Godeps/")
    }

    private static let names: Set<String> = [
        "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "deno.lock",
        "Cargo.lock", "Cargo.toml.orig", "composer.lock", "go.sum", "Gopkg.lock", "glide.lock", "Pipfile.lock",
        "poetry.lock", "pdm.lock", "uv.lock", "pixi.lock", "flake.lock", "MODULE.bazel.lock", ".terraform.lock.hcl",
        "Package.resolved", ".pnp.cjs", ".pnp.js", ".pnp.mjs", ".pnp.loader.mjs", "gradlew", "gradlew.bat", "mvnw",
        "mvnw.cmd",
    ]

    private static let suffixes = [
        ".nib", ".xcworkspacedata", ".xcuserstate", ".min.js", ".min.css", ".js.map", ".css.map", ".designer.cs",
        ".Designer.cs", ".pb.go", ".feature.cs",
    ]

    private static let directories: Set<String> = ["node_modules", "Pods", "__generated__", ".pnp"]
}
