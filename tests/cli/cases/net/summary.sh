# The net, and what the text leaves open.
"$KITH" net summary 784-512relu-dropout0.20-512relu-10softmax
"$KITH" net summary '?-8-bn-prelu-res(8tanh-ln)-head:a(3softmax)-head:b:0.5(1)' --inputs 4
