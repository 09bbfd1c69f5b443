package llama

// Name is the name of llama.cpp in plans and journals.
const Name = "llama.cpp"

// remoteFlag makes a build compute on other machines, too.
const remoteFlag = "--rpc"
