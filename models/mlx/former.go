package mlx

import "bytes"

// presentMark is config.json with the present name of a stand-in's mark.
// Stand-ins that were written under the former name have the mark of dyno.
// Every version can read them.
func presentMark(config []byte) []byte {
	return bytes.Replace(config, []byte(`"dyno_stand_in":`), []byte(`"dragstrip_stand_in":`), 1)
}
