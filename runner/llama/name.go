package llama

// Name is the name of llama.cpp in plans and journals.
const Name = "llama.cpp"

// ServerName is the name in plans and journals of llama.cpp's server.
const ServerName = "llama-server"

// remoteFlag makes a build compute on other machines, too.
const remoteFlag = "--rpc"
