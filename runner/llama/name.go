package llama

// Name is the name of llama.cpp in plans and journals.
const Name = "llama.cpp"
