package mlx

import "bytes"

// presentMark is config.json with the mark of a stand-in as it is called now.
// Stand-ins written before dragstrip had its name are marked as dyno's and are
// read for ever.
func presentMark(config []byte) []byte {
	return bytes.Replace(config, []byte(`"dyno_stand_in":`), []byte(`"dragstrip_stand_in":`), 1)
}
