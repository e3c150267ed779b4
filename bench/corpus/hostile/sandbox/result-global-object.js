// expect: denied: the scope itself as a result
var ESC = this; this.self = [this]; this;
