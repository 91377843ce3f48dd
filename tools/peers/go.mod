// Compares what the program finds with what others find. Apart from the product, so that nothing of it enters its module graph.
module cordon/tools/peers

go 1.26
