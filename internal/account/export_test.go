package account

// EverybodyKey is the key under which the attempts on all accounts are counted.
func EverybodyKey() []byte { return attemptKey("sign-in", "") }
