"$KITH" analogy "$CASES/family.vec" man:king::woman:queen man:kinng::woman:?
