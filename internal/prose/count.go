package prose

// A Count is the length of a text.
//
// Words are the segments of UAX #29 that hold at least one letter or digit, where every Han character counts as one
// word; Han is how many of them there are. For Chinese, Han is the number of characters, and both are shown: how OHCHR
// counts words in Chinese was not found.
type Count struct {
	Words int `json:"words"`
	Han   int `json:"han"`
}

// Add returns the sum of both counts.
func (c Count) Add(d Count) Count { return Count{Words: c.Words + d.Words, Han: c.Han + d.Han} }
