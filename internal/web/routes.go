package web

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"upright/internal/upr"
)

// A route is one line of the table: what is asked for, who answers, which right it needs, and what kind of answer it is.
type route struct {
	method  string
	path    string
	handler func(*visit) error
	right   upr.Right
	kind    routeKind
}

// A routeKind bounds a request and says who reads the answer.
type routeKind struct {
	body     int64         // most bytes of the body
	deadline time.Duration // for the whole work; 0 for streams, which end with the visit or the server
	json     bool          // programs read it: errors are JSON
	asks     bool          // the handler asks for the right itself, once for many requests; here it needs an account only
	paced    bool          // no more of one person than paces takes
}

// The kinds of route.
func forPage() routeKind   { return routeKind{body: 1 << 20, deadline: 20 * time.Second} }
func forFile() routeKind   { return routeKind{body: 1 << 10, deadline: 60 * time.Second} }
func forUpload() routeKind { return routeKind{body: maxUpload, deadline: 5 * time.Minute} }
func forEditor() routeKind { return routeKind{body: maxCommit, deadline: 20 * time.Second, json: true} }
func forCommit() routeKind {
	return routeKind{body: maxCommit, deadline: 20 * time.Second, json: true, asks: true, paced: true}
}
func forStream() routeKind { return routeKind{body: 0, json: true} }

// maxCommit bounds the commit of the editor around its steps.
const maxCommit = 1<<20 + 4<<10

// maxUpload bounds the form around a logo of 5 MB.
const maxUpload = 5<<20 + 64<<10

// routes is every address of the site, with the right it needs on the same line. What a right means for a person and
// a thing is decided in upr; require asks for it before the handler is called.
func (s *Server) routes() []route {
	const get, post = http.MethodGet, http.MethodPost
	return []route{
		// The site itself.
		{get, "/healthz", s.showHealth, upr.Visit, forPage()},
		{get, "/readyz", s.showReady, upr.Visit, forPage()},
		{get, "/assets/:name", s.showAsset, upr.Visit, forPage()},
		{get, "/help", s.showHelp, upr.Visit, forPage()},
		{post, "/language", s.updateLanguage, upr.Visit, forPage()},
		{post, "/exit", s.exit, upr.Visit, forPage()},

		// Getting in and out.
		{get, "/set-up/:token", s.showSetUp, upr.Visit, forPage()},
		{post, "/set-up/:token", s.setUp, upr.Visit, forPage()},
		{get, "/sign-in", s.showSignIn, upr.Visit, forPage()},
		{post, "/sign-in", s.signIn, upr.Visit, forPage()},
		{post, "/sign-out", s.signOut, upr.Visit, forPage()},
		{get, "/register", s.showRegister, upr.Visit, forPage()},
		{post, "/register", s.register, upr.Visit, forPage()},
		{get, "/invitations/:token", s.showInvitation, upr.Visit, forPage()},
		{post, "/invitations/:token", s.acceptInvitation, upr.Visit, forPage()},
		{get, "/join/:token", s.showJoin, upr.Visit, forPage()},
		{post, "/join/:token", s.join, upr.Visit, forPage()},
		{get, "/forgotten", s.showForgotten, upr.Visit, forPage()},
		{post, "/forgotten", s.sendReset, upr.Visit, forPage()},
		{get, "/reset/:token", s.showReset, upr.Visit, forPage()},
		{post, "/reset/:token", s.resetPassword, upr.Visit, forPage()},

		// With a reader link, without an account.
		{get, "/links/:token", s.showLink, upr.Visit, forPage()},
		{post, "/links/:token", s.openLink, upr.Visit, forPage()},
		{get, "/links/:token/text", s.showLinked, upr.OpenPaper, forPage()},
		{get, "/links/:token/pdf", s.downloadLinked, upr.OpenPaper, forFile()},
		{get, "/links/:token/state", s.showLinkState, upr.OpenPaper, forEditor()},
		{post, "/links/:token/comments", s.addReaderComment, upr.CommentPaper, forPage()},
		{post, "/links/:token/comments/:thread/:comment", s.editReaderComment, upr.CommentPaper, forPage()},
		{post, "/links/:token/comments/:thread/:comment/delete", s.deleteReaderComment, upr.CommentPaper, forPage()},
		{post, "/links/:token/close", s.closeLink, upr.OpenPaper, forPage()},

		// One's own account.
		{get, "/", s.showHome, upr.UseAccount, forPage()},
		{get, "/account", s.showAccount, upr.UseAccount, forPage()},
		{post, "/account", s.updateAccount, upr.UseAccount, forPage()},
		{post, "/account/password", s.updatePassword, upr.UseAccount, forPage()},
		{post, "/account/sign-out-everywhere", s.signOutEverywhere, upr.UseAccount, forPage()},

		// What one is told, how, and when.
		{get, "/news", s.showNews, upr.UseAccount, forPage()},
		{get, "/news/count", s.countNews, upr.UseAccount, forEditor()},
		{get, "/news/:notice", s.openNews, upr.UseAccount, forPage()},
		{post, "/news/read", s.readNews, upr.UseAccount, forPage()},
		{get, "/account/news", s.showNewsChoices, upr.UseAccount, forPage()},
		{post, "/account/news", s.updateNewsChoices, upr.UseAccount, forPage()},
		{get, "/unsubscribe/:token", s.showUnsubscribe, upr.Visit, forPage()},
		{post, "/unsubscribe/:token", s.unsubscribe, upr.Visit, forPage()},
		{post, "/account/calendar", s.makeFeed, upr.UseAccount, forPage()},
		{post, "/account/calendar/end", s.endFeed, upr.UseAccount, forPage()},
		{get, "/calendar/:token", s.showFeed, upr.Visit, forFile()},
		{get, "/submissions/:submission/calendar", s.downloadCalendar, upr.ReadSubmission, forFile()},

		// The States and their reviews.
		{get, "/states", s.showStates, upr.UseAccount, forPage()},
		{get, "/states/:state", s.showState, upr.UseAccount, forPage()},

		// Organizations.
		{get, "/organizations/new", s.showNewOrganization, upr.UseAccount, forPage()},
		{post, "/organizations/new", s.createOrganization, upr.UseAccount, forPage()},
		{get, "/organizations/:organization", s.showOrganization, upr.SeeOrganization, forPage()},
		{post, "/organizations/:organization", s.updateOrganization, upr.ManageOrganization, forPage()},
		{get, "/organizations/:organization/logo", s.showLogo, upr.ManageOrganization, forPage()},
		{post, "/organizations/:organization/logo", s.updateLogo, upr.ManageOrganization, forUpload()},
		{post, "/organizations/:organization/logo/remove", s.removeLogo, upr.ManageOrganization, forPage()},
		{get, "/organizations/:organization/members", s.showMembers, upr.SeeOrganization, forPage()},
		{post, "/organizations/:organization/members", s.inviteMember, upr.ManageOrganization, forPage()},
		{post, "/organizations/:organization/members/:person", s.updateMember, upr.ManageOrganization, forPage()},
		{get, "/organizations/:organization/members/:person/remove", s.showMemberRemoval, upr.SeeOrganization, forPage()},
		{post, "/organizations/:organization/members/:person/remove", s.removeMember, upr.SeeOrganization, forPage()},
		{post, "/organizations/:organization/invitations/:invitation/renew", s.renewPeopleInvitation, upr.ManageOrganization, forPage()},
		{post, "/organizations/:organization/invitations/:invitation/withdraw", s.withdrawPeopleInvitation, upr.ManageOrganization, forPage()},

		// Submissions.
		{get, "/submissions/new", s.showNewSubmission, upr.UseAccount, forPage()},
		{post, "/submissions/new", s.beginSubmission, upr.UseAccount, forPage()},
		{get, "/submissions/import", s.showImport, upr.UseAccount, forPage()},
		{post, "/submissions/import", s.importSubmission, upr.UseAccount, forImport()},
		{post, "/organizations/:organization/submissions", s.createSubmission, upr.BeginSubmission, forPage()},
		{get, "/submissions/:submission", s.showTasks, upr.ReadSubmission, forPage()},
		{get, "/submissions/:submission/details", s.showDetails, upr.EditDetails, forPage()},
		{post, "/submissions/:submission/details", s.updateDetails, upr.EditDetails, forPage()},
		{get, "/submissions/:submission/write", s.showWrite, upr.ReadSubmission, forPage()},
		{get, "/submissions/:submission/read", s.showRead, upr.ReadSubmission, forPage()},
		{get, "/submissions/:submission/history", s.showHistory, upr.ReadSubmission, forPage()},
		{get, "/submissions/:submission/history/:version", s.showMoment, upr.ReadSubmission, forPage()},
		{post, "/submissions/:submission/history/:version/name", s.nameRevision, upr.EditText, forPage()},
		{get, "/submissions/:submission/history/:version/restore", s.showRestore, upr.EditText, forPage()},
		{post, "/submissions/:submission/history/:version/restore", s.restore, upr.EditText, forPage()},
		{get, "/submissions/:submission/compare", s.showComparison, upr.ReadSubmission, forPage()},
		{get, "/submissions/:submission/compare/:format", s.downloadComparison, upr.ReadSubmission, forFile()},
		{get, "/submissions/:submission/parts/:part", s.showPart, upr.EditText, forPage()},
		{post, "/submissions/:submission/parts/:part", s.updatePart, upr.EditText, forPage()},
		{post, "/submissions/:submission/parts/:part/ready", s.updateReady, upr.EditText, forPage()},
		{get, "/submissions/:submission/check", s.showCheck, upr.ReadSubmission, forPage()},
		{get, "/submissions/:submission/rules", s.showSubmissionRules, upr.ReadSubmission, forPage()},
		{post, "/submissions/:submission/rules", s.updateSubmissionRules, upr.Coordinate, forPage()},
		{post, "/submissions/:submission/checklist/:rule", s.updateTick, upr.EditDetails, forPage()},
		{get, "/submissions/:submission/findings", s.listFindings, upr.ReadSubmission, forEditor()},
		{get, "/submissions/:submission/answers", s.showAnswers, upr.ReadSubmission, forPage()},
		{get, "/submissions/:submission/files/:format", s.downloadFile, upr.ReadSubmission, forFile()},
		{get, "/submissions/:submission/record", s.showRecord, upr.Coordinate, forPage()},
		{get, "/submissions/:submission/record/:format", s.downloadRecord, upr.Coordinate, forFile()},
		{get, "/submissions/:submission/delete", s.showRemoval, upr.DeleteSubmission, forPage()},
		{post, "/submissions/:submission/delete", s.deleteSubmission, upr.DeleteSubmission, forPage()},
		{post, "/submissions/:submission/delete/call-off", s.callOffDeletion, upr.DeleteSubmission, forPage()},
		{get, "/submissions/:submission/retention", s.showRetention, upr.ReadSubmission, forPage()},
		{post, "/submissions/:submission/retention", s.extendRetention, upr.DeleteSubmission, forPage()},

		// A draft from a Word file.
		{get, "/submissions/:submission/word", s.showWord, upr.EditText, forPage()},
		{post, "/submissions/:submission/word", s.readWord, upr.EditText, forWord()},
		{get, "/submissions/:submission/word/:import", s.showWordFound, upr.EditText, forPage()},
		{post, "/submissions/:submission/word/:import", s.takeWord, upr.EditText, forPage()},

		// Sign-off, the final text, and what became of it.
		{get, "/submissions/:submission/signoff", s.showSignoff, upr.ReadSubmission, forPage()},
		{get, "/submissions/:submission/signoff/ask", s.showAsk, upr.Coordinate, forPage()},
		{post, "/submissions/:submission/signoff/ask", s.ask, upr.Coordinate, forPage()},
		{get, "/submissions/:submission/signoff/final", s.showFinal, upr.Coordinate, forPage()},
		{post, "/submissions/:submission/signoff/final", s.makeFinal, upr.Coordinate, forPage()},
		{get, "/submissions/:submission/signoff/reopen", s.showReopen, upr.Coordinate, forPage()},
		{post, "/submissions/:submission/signoff/reopen", s.reopen, upr.Coordinate, forPage()},
		{get, "/submissions/:submission/signoff/handed-in", s.showHandedIn, upr.Coordinate, forPage()},
		{post, "/submissions/:submission/signoff/handed-in", s.handIn, upr.Coordinate, forReceipt()},
		{get, "/submissions/:submission/signoff/:organization", s.showSign, upr.SignOff, forPage()},
		{post, "/submissions/:submission/signoff/:organization", s.sign, upr.SignOff, forPage()},
		{get, "/submissions/:submission/revisions/:revision/files/:format", s.downloadRevision, upr.ReadSubmission, forFile()},
		{get, "/submissions/:submission/revisions/:revision/receipt", s.downloadReceipt, upr.ReadSubmission, forFile()},

		// The pages of the paper beside the editor.
		{get, "/submissions/:submission/preview", s.showPreview, upr.ReadSubmission, forEditor()},
		{get, "/submissions/:submission/preview/pictures/:picture", s.showPreviewPicture, upr.ReadSubmission, forPage()},
		{get, "/preview/glyphs/:fonts", s.showGlyphs, upr.UseAccount, forEditor()},

		// Its organizations and people.
		{get, "/submissions/:submission/people", s.showPeople, upr.ReadSubmission, forPage()},
		{get, "/submissions/:submission/people/invite", s.showInvite, upr.ManagePeople, forPage()},
		{post, "/submissions/:submission/people/invite", s.invitePerson, upr.ManagePeople, forPage()},
		{get, "/submissions/:submission/people/:person", s.showPerson, upr.ManagePeople, forPage()},
		{post, "/submissions/:submission/people/:person", s.updatePerson, upr.ManagePeople, forPage()},
		{get, "/submissions/:submission/people/:person/remove", s.showPersonRemoval, upr.ReadSubmission, forPage()},
		{post, "/submissions/:submission/people/:person/remove", s.removePerson, upr.ReadSubmission, forPage()},
		{post, "/submissions/:submission/pseudonym", s.updatePseudonym, upr.ReadSubmission, forPage()},
		{post, "/submissions/:submission/invitations/:invitation/renew", s.renewPeopleInvitation, upr.ManagePeople, forPage()},
		{post, "/submissions/:submission/invitations/:invitation/withdraw", s.withdrawPeopleInvitation, upr.ManagePeople, forPage()},
		{post, "/submissions/:submission/organizations", s.addOrganization, upr.Coordinate, forPage()},
		{post, "/submissions/:submission/organizations/:organization/move", s.moveOrganization, upr.Coordinate, forPage()},
		{get, "/submissions/:submission/organizations/:organization/lead", s.showHandOver, upr.Coordinate, forPage()},
		{post, "/submissions/:submission/organizations/:organization/lead", s.handOver, upr.Coordinate, forPage()},
		{get, "/submissions/:submission/organizations/:organization/remove", s.showOrganizationRemoval, upr.ManagePeople, forPage()},
		{post, "/submissions/:submission/organizations/:organization/remove", s.removeOrganization, upr.ManagePeople, forPage()},
		{get, "/submissions/:submission/organizations/:organization/appearance", s.showAppearance, upr.ManagePeople, forPage()},
		{post, "/submissions/:submission/organizations/:organization/appearance", s.updateAppearance, upr.ManagePeople, forPage()},

		// What persons agreed to of whom it tells.
		{get, "/submissions/:submission/consents", s.showConsents, upr.KeepConsents, forPage()},
		{get, "/submissions/:submission/consents/:consent", s.showConsent, upr.KeepConsents, forPage()},
		{post, "/submissions/:submission/consents/:consent", s.updateConsent, upr.KeepConsents, forPage()},
		{post, "/submissions/:submission/consents/:consent/seen", s.seeConsent, upr.KeepConsents, forPage()},
		{get, "/submissions/:submission/consents/:consent/remove", s.showConsentRemoval, upr.KeepConsents, forPage()},
		{post, "/submissions/:submission/consents/:consent/remove", s.removeConsent, upr.KeepConsents, forPage()},
		{post, "/submissions/:submission/naming", s.confirmNaming, upr.KeepConsents, forPage()},

		// Reader links.
		{get, "/submissions/:submission/links", s.showLinks, upr.Coordinate, forPage()},
		{post, "/submissions/:submission/links", s.makeLink, upr.Coordinate, forPage()},
		{post, "/submissions/:submission/links/:link/withdraw", s.withdrawLink, upr.Coordinate, forPage()},

		// The text of a submission, for the editor.
		{get, "/submissions/:submission/text", s.showText, upr.ReadSubmission, forEditor()},
		{get, "/submissions/:submission/text/rights", s.showRights, upr.ReadSubmission, forEditor()},
		{post, "/submissions/:submission/text/commits", s.commitText, upr.SuggestText, forCommit()},
		{get, "/submissions/:submission/text/events", s.textEvents, upr.ReadSubmission, forStream()},

		{post, "/submissions/:submission/text/presence", s.movePresence, upr.ReadSubmission, forPresence()},
		{get, "/submissions/:submission/text/authors", s.listAuthorship, upr.ReadSubmission, forEditor()},
		{get, "/submissions/:submission/text/team", s.listTeam, upr.ReadSubmission, forEditor()},

		// Who writes what, and who wrote what.
		{get, "/submissions/:submission/authors", s.showAuthors, upr.ReadSubmission, forPage()},
		{get, "/submissions/:submission/assignments", s.showAssignments, upr.ReadSubmission, forPage()},
		{post, "/submissions/:submission/assignments", s.assign, upr.EditText, forPage()},
		{post, "/submissions/:submission/assignments/:assignment/done", s.finishAssignment, upr.ReadSubmission, forPage()},
		{post, "/submissions/:submission/assignments/:assignment/remove", s.removeAssignment, upr.ReadSubmission, forPage()},
		{post, "/submissions/:submission/parts/:part/lock", s.updateLock, upr.EditText, forPage()},

		// Its part on international solidarity.
		{get, "/submissions/:submission/solidarity", s.showSolidarity, upr.ReadSubmission, forPage()},
		{get, "/submissions/:submission/solidarity/grid", s.showSolidarityGrid, upr.ReadSubmission, forPage()},
		{get, "/submissions/:submission/solidarity/questions/:question", s.showSolidarityQuestion, upr.EditText, forPage()},
		{post, "/submissions/:submission/solidarity/questions/:question", s.updateSolidarityQuestion, upr.EditText, forPage()},
		{get, "/submissions/:submission/solidarity/entries/:entry", s.showSolidarityEntry, upr.EditText, forPage()},
		{post, "/submissions/:submission/solidarity/entries/:entry", s.updateSolidarityEntry, upr.EditText, forPage()},
		{post, "/submissions/:submission/solidarity/entries/:entry/move", s.moveSolidarityEntry, upr.EditText, forPage()},
		{post, "/submissions/:submission/solidarity/entries/:entry/remove", s.removeSolidarityEntry, upr.EditText, forPage()},
		{get, "/submissions/:submission/solidarity/text", s.showSolidarityText, upr.EditText, forPage()},
		{post, "/submissions/:submission/solidarity/text", s.beginSolidarityText, upr.EditText, forPage()},
		{get, "/submissions/:submission/solidarity/matrix", s.listSolidarity, upr.ReadSubmission, forEditor()},
		{post, "/submissions/:submission/solidarity/links", s.linkSolidarity, upr.EditText, forPresence()},

		// Submissions that it is linked with, and what one took over from the other.
		{get, "/submissions/:submission/related", s.showRelated, upr.ReadSubmission, forPage()},
		{post, "/submissions/:submission/related", s.relate, upr.Coordinate, forPage()},
		{post, "/submissions/:submission/related/:relation/end", s.unrelate, upr.Coordinate, forPage()},
		{get, "/submissions/:submission/related/state", s.listRelated, upr.ReadSubmission, forEditor()},
		{get, "/submissions/:submission/related/text/:other", s.listOffers, upr.ReadSubmission, forEditor()},
		{post, "/submissions/:submission/related/passages", s.takePassage, upr.EditText, forPresence()},
		{post, "/submissions/:submission/related/passages/:passage", s.settlePassage, upr.EditText, forPresence()},
		{post, "/submissions/:submission/related/passages/:passage/leave", s.leavePassage, upr.EditText, forPage()},

		// Recommendations of earlier reviews.
		{get, "/submissions/:submission/previous", s.showPrevious, upr.ReadSubmission, forPage()},
		{post, "/submissions/:submission/previous", s.assessPrevious, upr.EditText, forPage()},
		{get, "/submissions/:submission/previous/import", s.showPreviousImport, upr.EditText, forPage()},
		{post, "/submissions/:submission/previous/import", s.readPrevious, upr.EditText, forPrevious()},
		{get, "/submissions/:submission/previous/import/:import", s.showPreviousFound, upr.EditText, forPage()},
		{post, "/submissions/:submission/previous/import/:import", s.takePrevious, upr.EditText, forPage()},
		{post, "/submissions/:submission/previous/import/:import/columns", s.choosePreviousColumns, upr.EditText, forPage()},
		{get, "/submissions/:submission/previous/list", s.listPrevious, upr.ReadSubmission, forEditor()},
		{post, "/submissions/:submission/previous/links", s.linkPrevious, upr.EditText, forEditor()},

		// Comments beside it.
		{post, "/submissions/:submission/read/comments", s.addComment, upr.CommentText, forPage()},
		{post, "/submissions/:submission/read/comments/:thread", s.markThread, upr.CommentText, forPage()},
		{post, "/submissions/:submission/mentions", s.seeMentions, upr.ReadSubmission, forPage()},
		{get, "/submissions/:submission/comments", s.listComments, upr.ReadSubmission, forEditor()},
		{post, "/submissions/:submission/comments", s.startThread, upr.CommentText, forComment()},
		{post, "/submissions/:submission/comments/:thread", s.replyToThread, upr.CommentText, forComment()},
		{post, "/submissions/:submission/comments/:thread/state", s.resolveThread, upr.CommentText, forComment()},
		{post, "/submissions/:submission/comments/:thread/seen", s.seeThread, upr.ReadSubmission, forComment()},
		{post, "/submissions/:submission/comments/:thread/:comment", s.editComment, upr.CommentText, forComment()},
		{post, "/submissions/:submission/comments/:thread/:comment/delete", s.deleteComment, upr.CommentText, forComment()},

		// Administration of the installation.
		{get, "/administration", s.showAdministration, upr.AdministerInstallation, forPage()},
		{get, "/administration/mails", s.showMails, upr.AdministerInstallation, forPage()},
		{post, "/administration/mails/:mail/retry", s.retryMail, upr.AdministerInstallation, forPage()},
		{get, "/administration/keeping", s.showKeeping, upr.AdministerInstallation, forPage()},
		{post, "/administration/keeping", s.updateKeeping, upr.AdministerInstallation, forPage()},
		{get, "/administration/rules", s.showRuleSets, upr.AdministerInstallation, forPage()},
		{post, "/administration/rules", s.uploadRuleSet, upr.AdministerInstallation, forUpload()},
		{get, "/administration/rules/:set", s.showRuleSet, upr.AdministerInstallation, forPage()},
		{get, "/administration/rules/:set/rules/:rule", s.showRuleChange, upr.AdministerInstallation, forPage()},
		{post, "/administration/rules/:set/rules/:rule", s.changeRule, upr.AdministerInstallation, forPage()},
		{get, "/administration/rules/:set/versions/:version", s.showRuleVersion, upr.AdministerInstallation, forPage()},
		{post, "/administration/rules/:set/versions/:version", s.chooseRuleVersion, upr.AdministerInstallation, forPage()},
		{get, "/administration/rules/:set/versions/:version/file", s.downloadRuleVersion, upr.AdministerInstallation, forFile()},
		{get, "/administration/log", s.showLog, upr.AdministerInstallation, forPage()},
		{get, "/administration/calendar", s.showCalendar, upr.AdministerInstallation, forPage()},
		{post, "/administration/calendar", s.enterCalendar, upr.AdministerInstallation, forPage()},
		{post, "/administration/calendar/upload", s.uploadCalendar, upr.AdministerInstallation, forCalendar()},
		{post, "/administration/calendar/:entry/remove", s.removeFromCalendar, upr.AdministerInstallation, forPage()},
		{get, "/administration/calendar/changes/:change", s.showCalendarChange, upr.AdministerInstallation, forPage()},
		{post, "/administration/calendar/changes/:change", s.applyCalendarChange, upr.AdministerInstallation, forPage()},
		{post, "/administration/registration", s.updateRegistration, upr.AdministerInstallation, forPage()},
		{post, "/administration/invitations", s.createInvitation, upr.AdministerInstallation, forPage()},
		{post, "/administration/invitations/:invitation/renew", s.renewInvitation, upr.AdministerInstallation, forPage()},
		{post, "/administration/invitations/:invitation/withdraw", s.withdrawInvitation, upr.AdministerInstallation, forPage()},
	}
}

// kindKey is where the route's kind stands in echo's context, for the answer to an error.
const kindKey = "kind"

// addRoutes hands the table to echo.
func (s *Server) addRoutes() {
	for _, r := range s.routes() {
		s.echo.Add(r.method, r.path, s.handle(r))
	}
	if s.Development {
		s.addGallery()
	}
}

// handle bounds a request, checks its right and calls the handler.
func (s *Server) handle(r route) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Set(kindKey, r.kind)
		req := c.Request()
		ctx, cancel := req.Context(), context.CancelFunc(func() {})
		if r.kind.deadline > 0 {
			ctx, cancel = context.WithTimeout(ctx, r.kind.deadline)
		}
		defer cancel()
		req = req.WithContext(ctx)
		req.Body = http.MaxBytesReader(c.Response(), req.Body, r.kind.body)
		c.SetRequest(req)
		v, right := s.visitOf(c), r.right
		if r.kind.asks {
			right = upr.UseAccount
		}
		if err := s.require(v, right); err != nil {
			return err
		}
		if r.kind.paced && !s.paces.take(v.actor().User, s.Now()) {
			return &upr.Error{Kind: upr.TooMany, Key: "text.busy"}
		}
		return r.handler(v)
	}
}
