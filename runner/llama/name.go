package llama

// Name is what plans and journals call llama.cpp.
const Name = "llama.cpp"
