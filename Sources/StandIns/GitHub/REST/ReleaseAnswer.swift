extension Answers {
    /// A release.
    func release(_ release: SampleRelease) -> JSONValue {
        let url = "\(api)/releases/\(release.id)"
        let tag = release.tag
        return [
            "url": .string(url), "assets_url": "\(url)/assets", "upload_url": "\(url)/assets{?name,label}",
            "html_url": "\(web)/releases/tag/\(tag)", "id": .int(release.id), "author": user(release.author),
            "node_id": node(.release, release.id), "tag_name": .string(tag),
            "target_commitish": .string(project.repository.defaultBranch), "name": JSONValue(release.name),
            "draft": .bool(release.isDraft), "immutable": false, "prerelease": .bool(release.isPrerelease),
            "created_at": JSONValue(release.createdAt),
            "updated_at": JSONValue(release.publishedAt ?? release.createdAt),
            "published_at": JSONValue(release.publishedAt),
            "assets": .array(release.assets.map { asset($0, of: release) }), "tarball_url": "\(api)/tarball/\(tag)",
            "zipball_url": "\(api)/zipball/\(tag)", "body": JSONValue(release.body),
            "reactions": reactions(release.reactions, at: url),
        ]
    }

    func asset(_ asset: SampleAsset, of release: SampleRelease) -> JSONValue {
        [
            "url": "\(api)/releases/assets/\(asset.id)", "id": .int(asset.id), "node_id": node(.asset, asset.id),
            "name": .string(asset.name), "label": nil, "uploader": user(release.author),
            "content_type": .string(asset.contentType), "state": "uploaded", "size": .int(asset.content.utf8.count),
            "download_count": 3, "created_at": JSONValue(release.createdAt), "updated_at": JSONValue(release.createdAt),
            "browser_download_url": "\(web)/releases/download/\(release.tag)/\(asset.name)",
        ]
    }
}
