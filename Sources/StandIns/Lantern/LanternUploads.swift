import Foundation

extension StandInGitHub {
    /// Adds to the sample project what people attach to their texts. The texts name the files by this server's address,
    /// which is known only while it runs.
    public func addAttachments(to fullName: String = "harbour-lights/lantern") {
        change(fullName) { $0.addLanternUploads(web: url) }
    }
}

extension SampleProject {
    /// A picture of one dark pixel.
    private static let picture = Data(
        base64Encoded:
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")

    mutating func addLanternUploads(web: String) {
        let picture = Self.picture ?? Data()
        let night = Data("21:04 lamp on\n05:51 lamp off\n".utf8)
        let own = repository.fullName
        attachments = [
            SampleAttachment(
                path: "\(own)/assets/40010/6d1f7a52-31b5-4c7e-9d0a-1f2e3d4c5b6a", name: "dusk.png",
                contentType: "image/png", content: picture),
            SampleAttachment(
                path: "user-attachments/assets/0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d", name: "dusk.png",
                contentType: "image/png", content: picture),
            SampleAttachment(
                path: "user-attachments/files/99001/night.log", name: "night.log", contentType: "text/plain",
                content: night),
            SampleAttachment(
                path: "user-attachments/assets/7b6a5948-3726-4150-8f9e-8d7c6b5a4938", name: "sweep.mp4",
                contentType: "video/mp4", content: Data([0, 0, 0, 24]) + Data("ftypisom0000isomiso2".utf8)),
            SampleAttachment(
                path: "\(own)/files/77001/wiring.zip", name: "wiring.zip", contentType: "application/zip",
                content: Data("PK\u{3}\u{4} not really".utf8), access: .hidden),
            SampleAttachment(
                path: "user-attachments/assets/deadbeef-0000-4000-8000-000000000404", name: "", contentType: "",
                content: Data(), access: .gone),
            SampleAttachment(
                path: "storage/user/5/files/c0ffee00-1111-4222-8333-444455556666", name: "chart.svg",
                contentType: "image/svg+xml", content: Data("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8),
                access: .open),
        ]
        showLanternUploads(attachments.map { "\(web)/\($0.path)" }, web: web)
    }

    private mutating func showLanternUploads(_ addresses: [String], web: String) {
        if let issue = issues.indices.first(where: { issues[$0].pullRequest == nil }) {
            issues[issue].body =
                (issues[issue].body ?? "")
                + "\n\n![dusk](\(addresses[0]) \"At dusk\")\n\n```\n\(addresses[2])\n```\n"
        }
        if let pull = issues.indices.first(where: { issues[$0].pullRequest != nil }) {
            issues[pull].body = (issues[pull].body ?? "") + "\n\nThe sweep:\n\n\(addresses[3])\n"
        }
        let additions = [
            "<img width=\"24\" alt=\"relay\" src=\"\(addresses[1])\">", "The log: [night.log](\(addresses[2])).",
            "![gone](\(addresses[5]))", "Again, for comparison: ![dusk](\(addresses[0]))",
        ]
        for (comment, addition) in zip(comments.indices, additions) { comments[comment].body += "\n\n\(addition)" }
        if let comment = reviewComments.indices.first {
            reviewComments[comment].body += "\n\nSee [the wiring](\(addresses[4]))."
        }
        if let review = reviews.indices.first(where: { reviews[$0].state != .pending && !reviews[$0].body.isEmpty }) {
            reviews[review].body += "\n\n![chart](\(addresses[6]))"
        }
        if let release = releases.firstIndex(where: { $0.tag == "v1.0.0" }) {
            let checksums = "\(web)/\(repository.fullName)/releases/download/v1.0.0/checksums.txt"
            releases[release].body =
                (releases[release].body ?? "")
                + "\n\n![chart](\(addresses[6]) 'Nights')\n\n[Checksums](\(checksums))\n"
        }
    }
}
