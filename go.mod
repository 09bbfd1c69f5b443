module dyno

go 1.26
