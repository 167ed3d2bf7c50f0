package web

import (
	"reflect"
	"strconv"

	"upright/internal/upr"
)

// The forms of the guiding questions, one for each. What is answered is kept by the names of the fields.

type rightsForm struct {
	Basis1  string `form:"basis1" input:"suggest" validate:"max=500"`
	Right1  string `form:"right1" validate:"max=500"`
	Basis2  string `form:"basis2" input:"suggest" validate:"max=500"`
	Right2  string `form:"right2" validate:"max=500"`
	Basis3  string `form:"basis3" input:"suggest" validate:"max=500"`
	Right3  string `form:"right3" validate:"max=500"`
	Basis4  string `form:"basis4" input:"suggest" validate:"max=500"`
	Right4  string `form:"right4" validate:"max=500"`
	Basis5  string `form:"basis5" input:"suggest" validate:"max=500"`
	Right5  string `form:"right5" validate:"max=500"`
	Version string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

type formsForm struct {
	Preventive  bool   `form:"preventive" input:"checkbox"`
	Reactive    bool   `form:"reactive" input:"checkbox"`
	Cooperation bool   `form:"cooperation" input:"checkbox"`
	How         string `form:"how" input:"lines" validate:"max=5000"`
	Version     string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

type holdersForm struct {
	Who     string `form:"who" input:"lines" validate:"max=5000"`
	Abroad  string `form:"abroad" input:"lines" validate:"max=5000"`
	Version string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

type dutiesForm struct {
	Respect      string `form:"respect" input:"lines" validate:"max=5000"`
	Protect      string `form:"protect" input:"lines" validate:"max=5000"`
	Fulfil       string `form:"fulfil" input:"lines" validate:"max=5000"`
	Organization string `form:"organization" validate:"max=300"`
	Abstain      string `form:"abstain" input:"lines" validate:"max=5000"`
	Actor        string `form:"actor" validate:"max=300"`
	Refrain      string `form:"refrain" input:"lines" validate:"max=5000"`
	Version      string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

type actsForm struct {
	Acts      string `form:"acts" input:"lines" validate:"max=5000"`
	Penalties string `form:"penalties" input:"lines" validate:"max=5000"`
	Version   string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

type spacesForm struct {
	Spaces  string `form:"spaces" input:"lines" validate:"max=5000"`
	Version string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

type claimsForm struct {
	Claims  string `form:"claims" input:"lines" validate:"max=5000"`
	Answers string `form:"answers" input:"lines" validate:"max=5000"`
	Version string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

type lawForm struct {
	Law     string `form:"law" input:"lines" validate:"max=5000"`
	Version string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

type measuresForm struct {
	Measures   string `form:"measures" input:"lines" validate:"max=5000"`
	Agreements string `form:"agreements" input:"lines" validate:"max=5000"`
	Version    string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

type indicatorsForm struct {
	Indicators string `form:"indicators" input:"lines" validate:"max=5000"`
	Report     string `form:"report" input:"radios" validate:"omitempty,oneof=yes no unknown"`
	Version    string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

type assessmentForm struct {
	Assessment    string `form:"assessment" input:"lines" validate:"max=5000"`
	Participation string `form:"participation" input:"lines" validate:"max=5000"`
	Version       string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

type demandForm struct {
	Demand  string `form:"demand" input:"lines" validate:"max=5000"`
	Version string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

// newQuestionForm is the empty form of a question, nil for one that is none.
func newQuestionForm(q upr.SolidarityQuestion) any {
	switch q {
	case upr.AskRights:
		return new(rightsForm)
	case upr.AskForm:
		return new(formsForm)
	case upr.AskHolders:
		return new(holdersForm)
	case upr.AskDuties:
		return new(dutiesForm)
	case upr.AskActs:
		return new(actsForm)
	case upr.AskSpaces:
		return new(spacesForm)
	case upr.AskClaims:
		return new(claimsForm)
	case upr.AskLaw:
		return new(lawForm)
	case upr.AskMeasures:
		return new(measuresForm)
	case upr.AskIndicators:
		return new(indicatorsForm)
	case upr.AskAssessment:
		return new(assessmentForm)
	case upr.AskDemand:
		return new(demandForm)
	}
	return nil
}

// questionPrefix is the prefix of the labels of a question's fields.
func questionPrefix(q upr.SolidarityQuestion) string { return "solidarity-" + string(q) }

// The name of the field that carries the version, and what a checked box is kept as.
const (
	versionField = "version"
	checkedValue = "yes"
)

// fillQuestion puts an answer into the form of its question.
func fillQuestion(form any, a upr.SolidarityAnswer) {
	eachField(form, func(name string, value reflect.Value) {
		switch {
		case name == versionField:
			value.SetString(strconv.FormatInt(a.Version, 10))
		case value.Kind() == reflect.Bool:
			value.SetBool(a.Fields[name] == checkedValue)
		default:
			value.SetString(a.Fields[name])
		}
	})
}

// answerOf is a form as an answer. The version is a number: the form's shape was checked.
func answerOf(q upr.SolidarityQuestion, form any) (upr.SolidarityAnswer, error) {
	a := upr.SolidarityAnswer{Question: q, Fields: make(map[string]string)}
	var err error
	eachField(form, func(name string, value reflect.Value) {
		switch {
		case name == versionField:
			a.Version, err = strconv.ParseInt(value.String(), 10, 64)
		case value.Kind() == reflect.Bool && value.Bool():
			a.Fields[name] = checkedValue
		case value.Kind() == reflect.String && value.String() != "":
			a.Fields[name] = value.String()
		}
	})
	return a, err
}

// eachField calls do with the name and value of every field of a form.
func eachField(form any, do func(name string, value reflect.Value)) {
	value := reflect.ValueOf(form).Elem()
	for i := range value.NumField() {
		do(value.Type().Field(i).Tag.Get("form"), value.Field(i))
	}
}
