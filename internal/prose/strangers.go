package prose

import "strconv"

// EncodeForStrangers writes a manuscript as Encode does, for people who know none of those who suggest changes in it: these
// are "person-1", "person-2" and so on, in the order in which the text names them. An id that means somebody on one machine,
// or in one submission, would tell that somebody here is somebody there.
func EncodeForStrangers(m *Manuscript) ([]byte, error) { return encode(m, strangers{}) }

// DecodeFromStrangers is Decode of a text that comes from elsewhere, with the same names: an id of somebody here that a file
// has made up credits nobody with what they did not write.
func DecodeFromStrangers(data []byte) (*Manuscript, error) { return decode(data, strangers{}) }

// strangers has the new ids of people by those in a text. A nil one leaves ids as they are.
type strangers map[string]string

// id returns what a person is called in a text.
func (s strangers) id(user string) string {
	if s == nil {
		return user
	}
	if s[user] == "" {
		s[user] = "person-" + strconv.Itoa(len(s)+1)
	}
	return s[user]
}
