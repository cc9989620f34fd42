#!/usr/bin/env perl
# Imports a project with GitLab::API::v4 and reads it back; ends at the first thing that is not as it should be.
# Told by the environment like python_gitlab.py.

use strict;
use warnings;
use GitLab::API::v4;
use MIME::Base64 qw( decode_base64 );
use Time::HiRes qw( sleep time );

$| = 1;
my $group_path = 'perl';

sub expect {
    my ($expected, $actual, $what) = @_;
    die "not ok $what: expected '$expected', got '" . ($actual // 'nothing') . "'\n"
        unless defined $actual && $expected eq $actual;
}

sub truth { my ($condition, $what) = @_; die "not ok $what\n" unless $condition; }

sub fails {
    my ($pattern, $what, $call) = @_;
    truth(!eval { $call->(); 1 }, "$what: nothing was thrown");
    truth($@ =~ $pattern, "$what: $@ should match $pattern");
}

my $url = "$ENV{LANDFALL_URL}/api/v4";
my $api = GitLab::API::v4->new(url => $url, private_token => $ENV{LANDFALL_TOKEN});
expect('root', $api->current_user->{username}, 'the user');
truth($api->version->{version}, 'the version');
$api->create_group({ name => 'Perl', path => $group_path, visibility => 'public' });
print "ok account\n";

my %request = (
    personal_access_token => $ENV{SOURCE_TOKEN}, repo_id => $ENV{SOURCE_ID} + 0, target_namespace => $group_path,
    new_name => 'imported', github_hostname => $ENV{SOURCE_URL},
);

# The module has no method for this call; its client sends it all the same.
sub import_github {
    my (%changes) = @_;
    return $api->rest_client->request(
        'POST', 'import/github', [],
        { headers => { 'private-token' => $ENV{LANDFALL_TOKEN} }, content => { %request, %changes } });
}

my $answer = import_github();
expect("/$group_path/imported", $answer->{full_path}, 'the path of the import');
my $deadline = time + 120;
while (1) {
    my $status = $api->project_import_status($answer->{id})->{import_status};
    last if $status eq 'finished';
    truth($status =~ /^(?:scheduled|started)$/, "the import: $status");
    truth(time < $deadline, 'the end of the import');
    sleep 0.05;
}
print "ok import\n";

my $project = $api->project("$group_path/imported");
my $id = $project->{id};
expect($answer->{id}, $id, 'the project by its path');
expect($id, $api->group_projects($group_path)->[0]{id}, "the group's projects");

my $issues = $api->paginator('issues', $id, { per_page => 5 })->all();
my %issues = map { $_->{iid} => $_ } @$issues;
expect($ENV{ISSUES}, scalar keys %issues, 'issues over pages of 5');
for my $iid (sort { $a <=> $b } keys %issues) {
    expect($issues{$iid}{title}, $api->issue($id, $iid)->{title}, "issue $iid");
    my $discussions = $api->paginator('issue_discussions', $id, $iid, { per_page => 2 })->all();
    my $notes = grep { !$_->{system} } map { @{ $_->{notes} } } @$discussions;
    expect($issues{$iid}{user_notes_count}, $notes, "the notes of issue $iid");
}
print "ok issues\n";

my $merge_requests = $api->paginator('merge_requests', $id, { per_page => 5 })->all();
expect($ENV{PULLS}, scalar @$merge_requests, 'merge requests over pages of 5');
for my $row (@$merge_requests) {
    my $merge_request = $api->merge_request($id, $row->{iid});
    expect($merge_request->{sha}, $api->merge_request_commits($id, $row->{iid})->[0]{id}, "the commits of $row->{iid}");
    my $changes = $api->merge_request_with_changes($id, $row->{iid})->{changes};
    expect($merge_request->{changes_count}, scalar @$changes, "the changes of $row->{iid}");
    my $discussions = $api->paginator('merge_request_discussions', $id, $row->{iid}, { per_page => 5 })->all();
    my $notes = grep { !$_->{system} } map { @{ $_->{notes} } } @$discussions;
    expect($merge_request->{user_notes_count}, $notes, "the notes of $row->{iid}");
}
print "ok merge requests\n";

expect($ENV{LABELS}, scalar @{ $api->paginator('labels', $id, { per_page => 5 })->all() }, 'the labels');
my $milestones = $api->paginator('project_milestones', $id, { per_page => 1 })->all();
expect($ENV{MILESTONES}, scalar @$milestones, 'the milestones');
my $releases = $api->paginator('releases', $id, { per_page => 1 })->all();
expect($ENV{RELEASES}, scalar @$releases, 'the releases');
expect($releases->[0]{name}, $api->release($id, $releases->[0]{tag_name})->{name}, 'one release');
print "ok planning\n";

my $head = $api->branch($id, $project->{default_branch})->{commit}{id};
my @branches = map { $_->{name} } @{ $api->paginator('branches', $id, { per_page => 1 })->all() };
truth((grep { $_ eq $project->{default_branch} } @branches), 'the branches');
truth(scalar @{ $api->tags($id) }, 'the tags');
expect($head, $api->paginator('commits', $id, { per_page => 5 })->all()->[0]{id}, 'the commits');
truth(scalar @{ $api->commit_diff($id, $head) }, "a commit's diff");
my ($entry) = grep { $_->{type} eq 'blob' } @{ $api->paginator('tree', $id, { per_page => 3 })->all() };
my $file = $api->file($id, $entry->{path}, { ref => $head });
expect(decode_base64($file->{content}), $api->raw_file($id, $entry->{path}, { ref => $head }), 'a file');
expect($entry->{id}, $file->{blob_id}, "a file's blob");
truth(scalar @{ $api->contributors($id) }, 'the contributors');
my $pages = $api->wiki_pages($id);
truth($api->wiki_page($id, $pages->[0]{slug})->{content}, 'a page of the wiki');
print "ok repository and wiki\n";

my $stranger = GitLab::API::v4->new(url => $url, private_token => 'glpat-nobody');
fails(qr/401 .*Unauthorized/s, 'a wrong token', sub { $stranger->current_user });
truth(!defined $api->project(987_654), 'a project that is not there');
fails(qr/400 .*repo_id is invalid/s, 'no number', sub { import_github(repo_id => 'x') });
fails(qr/422 .*has already been taken/s, 'an import onto an existing project', sub { import_github() });
fails(qr/422 .*does not exist/s, 'no such group', sub { import_github(target_namespace => 'nowhere') });
print "ok errors\n";
$api->delete_project($id);
print "ok removal\n";
