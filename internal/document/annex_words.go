package document

import "upright/internal/upr"

// AnnexWords are the words of the annexes.
type AnnexWords struct {
	All        string // "Annexes": below the title and in the name of a file that holds them alone
	FileName   string // {name}: of the file of the text
	Heading    string // {annex}, {title}
	Names      [4]string
	Paragraphs string // head of the column that refers to the text
	Between    string // between two references

	Previous    PreviousWords
	Chart       ChartWords
	Solidarity  SolidarityWords
	Signatories SignatoryWords
}

// PreviousWords are those of the matrix of previous recommendations.
type PreviousWords struct {
	Title, Number, Text, States, Position, Assessment, Comment string

	Cited     string // {number}: of a recommendation that the text names
	CitedMany string // instead, without a number
	Place     string // {number}: the paragraph of a report

	Positions   map[upr.StatePosition]string
	Assessments map[upr.Assessment]string
}

// ChartWords are those of the chart of assessments by theme.
type ChartWords struct {
	Title, Note, Theme, Bar, Sum, All string
	NoTheme                           string // recommendations without a theme
	Others                            string // {n} themes put together
	Alt                               string // {done} of {all}
}

// SolidarityWords are those of the solidarity matrix.
type SolidarityWords struct {
	Title, Note, Basis, Holders, Bearer, Duty, Measure, Indicator string
	Right                                                         string // {right}

	Bearers map[upr.DutyBearer]string
	Duties  map[upr.Duty]string
	Forms   map[upr.SolidarityForm]string
}

// SignatoryWords are those of the list of signatories.
type SignatoryWords struct {
	Title, Organization, Place, Signed string
	Open                               string // instead of the day of a sign-off that is still open
	Seat                               string // {city}, {country}
	Positions, PositionsNote           string
	About                              string // before the numbers of paragraphs
}

func annexWords(text func(string) string) AnnexWords {
	return AnnexWords{
		All: text("annex.all"), FileName: text("annex.file_name"), Heading: text("annex.heading"),
		Names:      [4]string{text("annex.1"), text("annex.2"), text("annex.3"), text("annex.4")},
		Paragraphs: text("annex.paragraphs"), Between: text("annex.between"),
		Previous: PreviousWords{
			Title: text("previous.title"), Number: text("previous.number"), Text: text("previous.text"),
			States: text("previous.states"), Position: text("previous.position"), Assessment: text("previous.assessment"),
			Comment: text("previous.comment"),
			Cited:   text("previous.cited"), CitedMany: text("previous.cited_unnumbered"), Place: text("previous.place"),
			Positions: map[upr.StatePosition]string{
				upr.PositionUnknown: text("position.unknown"), upr.PositionSupported: text("position.supported"),
				upr.PositionNoted: text("position.noted"), upr.PositionPartly: text("position.partly"),
				upr.PositionPending: text("position.pending"),
			},
			Assessments: map[upr.Assessment]string{
				upr.NotAssessed: text("assessment.none"), upr.Implemented: text("assessment.implemented"),
				upr.PartlyDone: text("assessment.in_part"), upr.NotImplemented: text("assessment.not_implemented"),
				upr.Reversed: text("assessment.reversed"), upr.NoInformation: text("assessment.no_information"),
			},
		},
		Chart: ChartWords{
			Title: text("chart.title"), Note: text("chart.note"), Theme: text("chart.theme"), Bar: text("chart.bar"),
			Sum: text("chart.sum"), All: text("chart.all"), NoTheme: text("chart.no_theme"), Others: text("chart.others"),
			Alt: text("chart.alt"),
		},
		Solidarity:  solidarityWords(text),
		Signatories: signatoryWords(text),
	}
}

func solidarityWords(text func(string) string) SolidarityWords {
	return SolidarityWords{
		Title: text("solidarity.title"), Note: text("solidarity.note"), Basis: text("solidarity.basis"),
		Holders: text("solidarity.holders"), Bearer: text("solidarity.bearer"), Duty: text("solidarity.duty"),
		Measure: text("solidarity.measure"), Indicator: text("solidarity.indicator"), Right: text("solidarity.right"),
		Bearers: map[upr.DutyBearer]string{
			upr.StateBearer: text("bearer.state"), upr.InternationalBearer: text("bearer.international"),
			upr.NonStateBearer: text("bearer.non_state"),
		},
		Duties: map[upr.Duty]string{
			upr.RespectDuty: text("duty.respect"), upr.ProtectDuty: text("duty.protect"), upr.FulfilDuty: text("duty.fulfil"),
		},
		Forms: map[upr.SolidarityForm]string{
			upr.PreventiveForm: text("form.preventive"), upr.ReactiveForm: text("form.reactive"),
			upr.CooperationForm: text("form.cooperation"),
		},
	}
}

func signatoryWords(text func(string) string) SignatoryWords {
	return SignatoryWords{
		Title: text("signatories.title"), Organization: text("signatories.organization"), Place: text("signatories.place"),
		Signed: text("signatories.signed"), Open: text("signatories.open"), Seat: text("signatories.seat"),
		Positions: text("signatories.positions"), PositionsNote: text("signatories.positions_note"),
		About: text("signatories.about"),
	}
}
