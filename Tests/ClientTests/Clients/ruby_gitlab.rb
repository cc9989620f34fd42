#!/usr/bin/env ruby
# frozen_string_literal: true

# Imports a project with ruby-gitlab and reads it back; ends at the first thing that is not as it should be.
# Told by the environment like python_gitlab.py.

require 'base64'
require 'gitlab'

URL = "#{ENV.fetch('LANDFALL_URL')}/api/v4"
GROUP = 'ruby'

def expect(expected, actual, what)
  abort "not ok #{what}: expected #{expected.inspect}, got #{actual.inspect}" unless expected == actual
end

def truth(condition, what)
  abort "not ok #{what}" unless condition
end

def raises(error, text, what)
  yield
rescue error => e
  truth e.message.include?(text), "#{what}: #{e.message.inspect} should say #{text.inspect}"
else
  abort "not ok #{what}: nothing was raised"
end

def said(name)
  Integer(ENV.fetch(name))
end

client = Gitlab.client(endpoint: URL, private_token: ENV.fetch('LANDFALL_TOKEN'))
expect 'root', client.user.username, 'the user'
truth client.version.version, 'the version'
group = client.create_group('Ruby', GROUP, visibility: 'public')
puts 'ok account'

request = {
  personal_access_token: ENV.fetch('SOURCE_TOKEN'), repo_id: ENV.fetch('SOURCE_ID'), target_namespace: GROUP,
  new_name: 'imported', github_hostname: ENV.fetch('SOURCE_URL')
}
answer = client.post('/import/github', body: request)
expect "/#{GROUP}/imported", answer.full_path, 'the path of the import'
deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + 120
loop do
  status = client.get("/projects/#{answer.id}/import").import_status
  break if status == 'finished'

  truth %w[scheduled started].include?(status), "the import: #{status}"
  truth Process.clock_gettime(Process::CLOCK_MONOTONIC) < deadline, 'the end of the import'
  sleep 0.05
end
puts 'ok import'

project = client.project("#{GROUP}/imported")
expect answer.id, project.id, 'the project by its path'
expect [project.id], client.group_projects(group.id).map(&:id), "the group's projects"
expect [project.id], client.project_search('imported').map(&:id), 'a search'

first = client.issues(project.id, per_page: 5)
truth first.has_next_page?, 'a second page of issues'
issues = first.auto_paginate
expect said('ISSUES'), issues.map(&:iid).uniq.length, 'issues over pages of 5'
expect issues[5].iid, first.next_page.first.iid, 'the next page'
expect issues.last.iid, first.last_page.last.iid, 'the last page'
expect issues[0].title, client.issue(project.id, issues[0].iid).title, 'one issue'
issues.each do |issue|
  notes = client.issue_notes(project.id, issue.iid, per_page: 2).auto_paginate.reject(&:system)
  expect issue.user_notes_count, notes.length, "the notes of issue #{issue.iid}"
end
puts 'ok issues'

merge_requests = client.merge_requests(project.id, per_page: 5).auto_paginate
expect said('PULLS'), merge_requests.map(&:iid).uniq.length, 'merge requests over pages of 5'
merge_requests.each do |row|
  merge_request = client.merge_request(project.id, row.iid)
  expect merge_request.sha, client.merge_request_commits(project.id, row.iid).first.id, "the commits of #{row.iid}"
  changes = client.merge_request_changes(project.id, row.iid).changes
  expect merge_request.changes_count, changes.length.to_s, "the changes of #{row.iid}"
  client.merge_request_approvals(project.id, row.iid).approved_by.each { |approval| truth approval['user'], 'an approval' }
  discussions = client.merge_request_discussions(project.id, row.iid).auto_paginate
  notes = discussions.flat_map(&:notes)
  expect merge_request.user_notes_count, notes.count { |note| !note['system'] }, "the notes of #{row.iid}"
  truth client.merge_request_participants(project.id, row.iid).any?, "the participants of #{row.iid}"
end
puts 'ok merge requests'

expect said('LABELS'), client.labels(project.id, per_page: 5).auto_paginate.length, 'the labels'
milestones = client.milestones(project.id).auto_paginate
expect said('MILESTONES'), milestones.length, 'the milestones'
truth milestones.any? { |row| client.milestone_issues(project.id, row.id).any? }, "the milestones' issues"
releases = client.project_releases(project.id).auto_paginate
expect said('RELEASES'), releases.length, 'the releases'
expect releases[0].name, client.project_release(project.id, releases[0].tag_name).name, 'one release'
puts 'ok planning'

head = client.branch(project.id, project.default_branch).commit.id
truth client.branches(project.id, per_page: 1).auto_paginate.map(&:name).include?(project.default_branch), 'branches'
truth client.tags(project.id).any?, 'the tags'
expect head, client.commits(project.id, per_page: 5).auto_paginate.first.id, 'the commits'
truth client.commit_diff(project.id, head).any?, "a commit's diff"
file = client.tree(project.id, recursive: true, per_page: 3).auto_paginate.find { |row| row.type == 'blob' }
content = Base64.decode64(client.get_file(project.id, file.path, project.default_branch).content)
expect content.b, client.file_contents(project.id, file.path, project.default_branch).to_s.b, 'a file'
truth client.compare(project.id, "#{head}~1", head).commits.any?, 'a comparison'
truth client.contributors(project.id).any?, 'the contributors'
expect head, client.merge_base(project.id, [head, head]).id, 'a merge base'
archive = client.repo_archive(project.id, head)
truth archive.filename.end_with?('.tar.gz'), "the archive's name: #{archive.filename}"
expect "\x1f\x8b".b, archive.read.b[0, 2], 'the archive'
pages = client.wikis(project.id)
truth client.wiki(project.id, pages.first.slug).content, 'a page of the wiki'
puts 'ok repository and wiki'

stranger = Gitlab.client(endpoint: URL, private_token: 'glpat-nobody')
raises(Gitlab::Error::Unauthorized, '401 Unauthorized', 'a wrong token') { stranger.user }
raises(Gitlab::Error::NotFound, '404 Project Not Found', 'no project') { client.project(987_654) }
raises(Gitlab::Error::NotFound, '404', 'no issue') { client.issue(project.id, 987_654) }
raises(Gitlab::Error::BadRequest, 'repo_id is invalid', 'no number') do
  client.post('/import/github', body: request.merge(repo_id: 'x'))
end
raises(Gitlab::Error::Unprocessable, 'has already been taken', 'an import onto an existing project') do
  client.post('/import/github', body: request)
end
puts 'ok errors'
client.delete_project(project.id)
puts 'ok removal'
