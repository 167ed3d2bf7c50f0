package collab_test

const serverVariable = "UPRIGHT_COLLAB_SERVER"

func serve(string) {}
